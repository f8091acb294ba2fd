"""Changing a run: settings, trainers, edition, end."""

from typing import Annotated, Any

from fastapi import Depends, Response

from courses.enrolment.access import RunToTeach
from courses.runs import services
from courses.runs.forms import EndForm, MoveForm, RunForm, TrainersForm
from courses.runs.models import CourseRun, RunState
from courses.runs.queries import difference, editions_of, possible_trainers, trainers_of, whole_again
from courses.teaching.services import change_run, move_cohort
from rmtc.accounts.signin import Manager, SignedIn
from rmtc.errors import FieldRefusal
from rmtc.i18n.languages import LANGUAGES
from rmtc.i18n.texts import gettext as _
from rmtc.paging import page_of
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/teach/runs/{run_id}")

SHOWN = ("code", "title", "starts", "ends", "place", "language", "capacity")


@router.get("/settings", name="teaching.settings")
def show_settings(page: Answer, session: Reads, run: RunToTeach) -> Response:
    """The settings of a run with its trainers and its end."""
    return _page(page, session, run)


def _page(page: Answer, session: Reads, run: CourseRun, status: int = 200, **forms: Bound[Any]) -> Response:
    trainers = trainers_of(session, [run.id]).get(run.id, [])
    shown = {name: getattr(run, name) for name in SHOWN} | {
        "self_enrolment": "on" if run.self_enrolment else "",
        "listed": "on" if run.state is RunState.OPEN else "",
    }
    usual: dict[str, Any] = {
        "form": filled(shown),
        "end_form": Bound(),
        "trainer_form": Bound({"people": [str(person.id) for person in trainers]}),
    }
    return page.render(
        "courses/teaching/settings.html",
        status,
        run=whole_again(session, run),
        has_ended=_has_ended(run),
        people=[(person.id, person.name, person.email) for person in possible_trainers(session)],
        teaching_languages=[(code, language.name) for code, language in LANGUAGES.items()],
        **(usual | forms),
    )


def _has_ended(run: CourseRun) -> bool:
    return run.state in {RunState.FINISHED, RunState.CANCELLED}


@router.post("/settings", name="teaching.save_settings")
def save_settings(
    page: Answer,
    actor: SignedIn,
    run: RunToTeach,
    session: Writes,
    form: Annotated[Bound[RunForm], Depends(bind(RunForm))],
) -> Response:
    """Change what a run is."""
    if form.checked is None:
        return _page(page, session, run, 422, form=form)
    try:
        change_run(session, run, form.checked, by=actor)
    except FieldRefusal as refusal:
        return _page(page, session, run, 422, form=form.refused(refusal))
    return page.redirect("teaching.settings", run_id=run.id, flash=_("The run is changed."))


@router.post("/trainers", name="teaching.save_trainers")
def save_trainers(
    page: Answer,
    manager: Manager,
    run: RunToTeach,
    session: Writes,
    form: Annotated[Bound[TrainersForm], Depends(bind(TrainersForm))],
) -> Response:
    """Say who trains a run; managers do."""
    if form.checked is None:
        return _page(page, session, run, 422, trainer_form=form)
    try:
        services.set_trainers(session, run, form.checked, by=manager)
    except FieldRefusal as refusal:
        return _page(page, session, run, 422, trainer_form=form.refused(refusal))
    return page.redirect("teaching.settings", run_id=run.id, flash=_("The trainers are changed."))


@router.post("/end", name="teaching.end_run")
def end_run(
    page: Answer,
    actor: SignedIn,
    run: RunToTeach,
    session: Writes,
    form: Annotated[Bound[EndForm], Depends(bind(EndForm))],
) -> Response:
    """Finish or cancel a run."""
    if form.checked is None:
        return _page(page, session, run, 422, end_form=form)
    if form.checked.outcome == "finished":
        services.finish_run(session, run, by=actor)
        return page.redirect("teaching.run", run_id=run.id, flash=_("The run is finished."))
    services.cancel_run(session, run, form.checked.reason, by=actor)
    return page.redirect("teaching.run", run_id=run.id, flash=_("The run is cancelled."))


@router.get("/edition", name="teaching.edition")
def show_edition(page: Answer, session: Reads, run: RunToTeach, to: int = 0, number: int = 1) -> Response:
    """The edition of a run, the others, and what would change."""
    return _edition_page(page, session, run, filled({"edition": to or "", "reason": ""}), to, number=number)


@router.post("/edition", name="teaching.move_edition")
def move_edition(
    page: Answer,
    actor: SignedIn,
    run: RunToTeach,
    session: Writes,
    form: Annotated[Bound[MoveForm], Depends(bind(MoveForm))],
) -> Response:
    """Decide to go on with another edition."""
    if form.checked is None:
        typed = str(form.typed.get("edition", ""))
        return _edition_page(page, session, run, form, int(typed) if typed.isdecimal() else 0, 422)
    try:
        move_cohort(session, run, form.checked, by=actor)
    except FieldRefusal as refusal:
        return _edition_page(page, session, run, form.refused(refusal), 0, 422)
    return page.redirect("teaching.edition", run_id=run.id, flash=_("The run goes on with this edition."))


def _edition_page(
    page: Answer, session: Reads, run: CourseRun, form: Bound[Any], to: int, status: int = 200, number: int = 1
) -> Response:
    editions = editions_of(session, run.course_id)
    chosen = next((one for one in editions if one.id == to and one.id != run.edition_id), None)
    return page.render(
        "courses/teaching/edition.html",
        status,
        run=whole_again(session, run),
        found=page_of([one for one in editions if one.id != run.edition_id], number),
        current=next(one for one in editions if one.id == run.edition_id),
        chosen=chosen,
        change=difference(session, run.edition_id, chosen.id) if chosen else None,
        form=form,
    )
