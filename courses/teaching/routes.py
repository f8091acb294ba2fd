"""The pages of a run for its trainers: list, new, cohort."""

from typing import Annotated

from fastapi import Depends, Response

from courses.catalogue.models import Course, Edition
from courses.catalogue.policies import may_open_runs, sees_runs
from courses.enrolment import words
from courses.enrolment.access import RunToInspect
from courses.progress.queries import activity_counts
from courses.runs.forms import RunForm
from courses.runs.queries import dates_of, latest_edition, runs_taught_by, trainers_of
from courses.runs.services import open_run
from courses.teaching import queries
from rmtc.accounts.models import RoleName
from rmtc.accounts.signin import SignedIn
from rmtc.clock import now, today
from rmtc.errors import FieldRefusal, NotAllowed, NotFound, Refusal
from rmtc.i18n.languages import LANGUAGES
from rmtc.i18n.texts import gettext as _
from rmtc.paging import read_page
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/teach")

TypedRun = Annotated[Bound[RunForm], Depends(bind(RunForm))]


@router.get("/runs", name="teaching.runs")
def list_runs(page: Answer, session: Reads, actor: SignedIn, number: int = 1) -> Response:
    """The runs somebody trains; managers see all."""
    if not sees_runs(actor):
        raise NotAllowed(_("Your account does not have the role for this page."))
    found = read_page(session, runs_taught_by(actor), number)
    runs = [row[0] for row in found.rows]
    people = queries.people_by_run(session, [run.id for run in runs])
    return page.render("courses/teaching/runs.html", runs=runs, found=found, people=people, words=words)


def course_to_run(course_id: int, session: Reads, actor: SignedIn) -> Course:
    """A course whose runs somebody may open: its trainers and managers."""
    course = session.get(Course, course_id)
    if course is None:
        raise NotFound
    if may_open_runs(actor, course.id):
        return course
    if actor.has_any(RoleName.TRAINER, RoleName.AUTHOR, RoleName.REVIEWER):
        raise NotAllowed(_("Only the trainers of this course can open a run."))
    raise NotFound


CourseToRun = Annotated[Course, Depends(course_to_run)]


@router.get("/courses/{course_id}/runs/new", name="teaching.new_run")
def show_new_run(page: Answer, session: Reads, course: CourseToRun) -> Response:
    """The form for a run of the newest edition."""
    form = filled({"title": course.title, "language": course.language, "self_enrolment": "", "listed": "on"})
    return _new_run_page(page, course, latest_edition(session, course.id), form)


@router.post("/courses/{course_id}/runs", name="teaching.create_run")
def create_run(page: Answer, actor: SignedIn, course: CourseToRun, session: Writes, form: TypedRun) -> Response:
    """Open a run of the newest edition."""
    edition = latest_edition(session, course.id)
    if edition is None:
        raise Refusal(_("Publish the course first: a run is held from a published edition."))
    if form.checked is None:
        return _new_run_page(page, course, edition, form, 422)
    try:
        run = open_run(session, edition, form.checked, by=actor)
    except FieldRefusal as refusal:
        return _new_run_page(page, course, edition, form.refused(refusal), 422)
    told = _("The run is open, and you train it. Add its dates.")
    if not actor.has_any(RoleName.TRAINER):
        told = _("The run is open. Say who trains it, and add its dates.")
    return page.redirect("teaching.run", run_id=run.id, flash=told)


def _new_run_page(
    page: Answer, course: Course, edition: Edition | None, form: Bound[RunForm], status: int = 200
) -> Response:
    teaching_languages = [(code, language.name) for code, language in LANGUAGES.items()]
    return page.render(
        "courses/teaching/new_run.html",
        status,
        course=course,
        edition=edition,
        form=form,
        teaching_languages=teaching_languages,
    )


@router.get("/runs/{run_id}", name="teaching.run")
def show_cohort(page: Answer, session: Reads, place: RunToInspect, show: str = "all", number: int = 1) -> Response:
    """The people of a run with their progress, who is behind, the dates and the trainers."""
    run = place.run
    total = activity_counts(session, [run.edition_id]).get(run.edition_id, 0)
    limit = queries.behind_below(run, total, today())
    show = show if show in queries.FILTERS else "all"
    return page.render(
        "courses/teaching/run.html",
        run=run,
        place=place,
        total=total,
        due=queries.due_by(run, total, today()),
        limit=limit,
        show=show,
        counts=queries.cohort_counts(session, run.id, limit),
        found=queries.cohort(session, run, show, limit, number),
        dates=dates_of(session, [run.id], after=now())[:8],
        trainers=trainers_of(session, [run.id]).get(run.id, []),
        words=words,
    )
