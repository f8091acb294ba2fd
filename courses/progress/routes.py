"""A run as its learner sees it: course home, activities, and what completes them."""

from typing import Annotated, Any

from fastapi import Depends, Request, Response

from courses.catalogue.models import EditionActivity
from courses.enrolment.access import Place, RunToLearn
from courses.progress import services
from courses.progress.pages import BUTTON_COMPLETES, ActivityPage
from courses.progress.queries import activity_of, notes_of, outcomes_of, way_of
from courses.progress.sources import sources_of, target_of
from courses.progress.ways import Way
from courses.runs.queries import dates_of, trainers_of
from rmtc.accounts.actors import Actor
from rmtc.accounts.signin import SignedIn
from rmtc.clock import now
from rmtc.errors import NotAllowed, NotFound
from rmtc.files.models import StoredFile
from rmtc.i18n.texts import gettext as _
from rmtc.web.downloads import file_answer
from rmtc.web.forms import Bound
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads, Writes, short_write
from rmtc.web.routing import Router

router = Router(prefix="/runs/{run_id}")


@router.get("", name="progress.run")
def show_run(page: Answer, session: Reads, place: RunToLearn, section: int = 0) -> Response:
    """The course home: what is next, the sections, dates and trainers."""
    run = place.run
    way = way_of(session, run.edition_id, place.enrolment)
    return page.render(
        "courses/progress/run.html",
        place=place,
        run=run,
        way=way,
        opened=way.opened(section),
        dates=dates_of(session, [run.id], after=now())[:8],
        trainers=trainers_of(session, [run.id]).get(run.id, []),
    )


def activity_to_learn(activity_id: int, session: Reads, place: RunToLearn) -> EditionActivity:
    """An activity of the run's edition, for those who may open the run."""
    activity = activity_of(session, place.run.edition_id, activity_id)
    if activity is None:
        raise NotFound
    return activity


ActivityToLearn = Annotated[EditionActivity, Depends(activity_to_learn)]


@router.get("/activities/{activity_id}", name="progress.activity")
def show_activity(
    page: Answer, request: Request, session: Reads, actor: SignedIn, place: RunToLearn, activity: ActivityToLearn
) -> Response:
    """An activity; that a learner has opened it is noted before the answer."""
    pages: dict[str, ActivityPage] = request.app.state.activity_pages
    if activity.kind not in pages:
        raise NotFound
    _note_opening(request, session, place, activity.activity_id)
    run = place.run
    way = way_of(session, run.edition_id, place.enrolment)
    body, more = pages[activity.kind](session, actor, run, activity, place.enrolment)
    return page.render(
        "courses/progress/activity.html", body=body, **_around(session, actor, place, activity, way), **more
    )


def _around(session: Reads, actor: Actor, place: Place, activity: EditionActivity, way: Way) -> dict[str, Any]:
    before, after = way.around(activity.activity_id)
    run = place.run
    return {
        "place": place,
        "run": run,
        "activity": activity,
        "way": way,
        "opened": way.opened(activity.section_number),
        "is_done": any(step.activity_id == activity.activity_id and step.state == "done" for step in way.steps),
        "by_button": activity.kind in BUTTON_COMPLETES,
        "before": before,
        "after": after,
        "sources": [] if activity.kind == "readings" else sources_of(session, activity, actor),
        "outcomes": outcomes_of(session, run.course.curriculum_version_id, activity.outcomes),
        "notes": notes_of(session, actor.id, run.id, activity.activity_id),
        "form": Bound(),
    }


def _note_opening(request: Request, session: Reads, place: Place, activity_id: int) -> None:
    """Write that the activity was opened, in a short transaction of its own; only when that is news."""
    enrolment = place.enrolment
    if enrolment is None or not place.can_learn or enrolment.last_activity_id == activity_id:
        return
    with short_write(request, session) as writing:
        services.open_activity(writing, enrolment.id, activity_id)


async def _learning(place: RunToLearn) -> Place:
    if place.enrolment is None:
        raise NotAllowed(_("You look at this course without learning in it, so nothing is kept."))
    return place


Learning = Annotated[Place, Depends(_learning)]


@router.post("/activities/{activity_id}/completion", name="progress.completion")
def complete(page: Answer, actor: SignedIn, place: Learning, activity: ActivityToLearn, session: Writes) -> Response:
    """Note that a lesson is done, and go on to the next activity."""
    if activity.kind not in BUTTON_COMPLETES:
        raise NotAllowed(_("This is done by doing it: open it from its page."))
    assert place.enrolment is not None
    services.complete_activity(session, place.enrolment, activity.activity_id, how="read", by=actor.id)
    way = way_of(session, place.run.edition_id, place.enrolment)
    after = way.around(activity.activity_id)[1]
    if after is None:
        left = way.required_left
        done = _("Done. All required activities are finished.") if not left else _("Done. Some activities are left.")
        return page.redirect("progress.run", run_id=place.run.id, flash=done)
    return page.redirect("progress.activity", run_id=place.run.id, activity_id=after.activity_id)


@router.get("/activities/{activity_id}/source", name="progress.source")
def open_source(
    page: Answer, request: Request, session: Reads, actor: SignedIn, place: RunToLearn, activity: ActivityToLearn
) -> Response:
    """Go to what a reading asks for; having opened it completes the activity."""
    target = target_of(session, activity, actor)
    if target is None:
        raise NotFound
    if not target.is_told:
        raise NotAllowed(_("This reading is a document that you may not open. Tell your trainer."))
    if place.enrolment is not None:
        with short_write(request, session) as writing:
            services.complete_by_opening(writing, place.enrolment.id, activity.activity_id)
    return page.go(target.path)


@router.get("/activities/{activity_id}/file", name="progress.file")
def download(request: Request, session: Reads, place: RunToLearn, activity: ActivityToLearn) -> Response:
    """Send the file of an activity; having downloaded it completes the activity."""
    file = session.get(StoredFile, str(activity.content.get("sha256", "")))
    if activity.kind != "file" or file is None:
        raise NotFound
    if place.enrolment is not None:
        with short_write(request, session) as writing:
            services.complete_by_opening(writing, place.enrolment.id, activity.activity_id)
    return file_answer(
        request, request.app.state.store, file, str(activity.content.get("name") or activity.title), shown=False
    )
