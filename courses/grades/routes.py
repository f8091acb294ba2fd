"""The gradebook of a run, and what was entered for one learner."""

from typing import Annotated, Any

from fastapi import Depends, Response

from courses.enrolment.access import Place, RunToInspect, RunToTeach
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import TAKES_A_PLACE
from courses.grades.final import final_marks
from courses.grades.forms import GradeForm
from courses.grades.queries import entries_of, learner_in, learners_of, marked_in, names_of, newest_grades
from courses.grades.services import enter_grade
from courses.runs.models import CourseRun
from rmtc.accounts.signin import SignedIn
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.paging import read_page
from rmtc.web.forms import Bound, bind
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/teach/runs/{run_id}/grades")


@router.get("", name="grades.book")
def show_book(page: Answer, session: Reads, place: RunToInspect, number: int = 1) -> Response:
    """Learners down, marks across, in pages."""
    run = place.run
    found = read_page(session, learners_of(run.id), number)
    enrolments = [row[0] for row in found.rows]
    ids = [enrolment.id for enrolment in enrolments]
    return page.render(
        "courses/grades/book.html",
        run=run,
        place=place,
        found=found,
        enrolments=enrolments,
        marked=marked_in(session, run),
        grades=newest_grades(session, run.id, ids),
        finals=final_marks(session, run, ids),
    )


def learner_of_run(enrolment_id: int, session: Reads, place: RunToInspect) -> Enrolment:
    """Somebody who takes part in the run."""
    enrolment = learner_in(session, place.run.id, enrolment_id)
    if enrolment is None or enrolment.state not in TAKES_A_PLACE:
        raise NotFound
    return enrolment


LearnerOfRun = Annotated[Enrolment, Depends(learner_of_run)]


@router.get("/{enrolment_id}", name="grades.learner")
def show_learner(
    page: Answer, session: Reads, place: RunToInspect, enrolment: LearnerOfRun, item: str = ""
) -> Response:
    """Every entry for a learner, and the form for another one."""
    return _learner_page(page, session, place, enrolment.id, Bound({"item": item}))


def _learner_page(
    page: Page, session: ReadSession, place: Place, enrolment_id: int, form: Bound[Any], status: int = 200
) -> Response:
    run = place.run
    enrolment = learner_in(session, run.id, enrolment_id)
    entries = entries_of(session, run.id, [enrolment_id])
    return page.render(
        "courses/grades/learner.html",
        status,
        run=run,
        place=place,
        enrolment=enrolment,
        marked=marked_in(session, run),
        entries=entries[::-1],
        final=final_marks(session, run, [enrolment_id])[enrolment_id],
        names=names_of(session, [grade.by for _key, grade in entries]),
        form=form,
    )


@router.post("/{enrolment_id}/entries", name="grades.enter")
def enter(
    page: Answer,
    run: RunToTeach,
    enrolment: LearnerOfRun,
    actor: SignedIn,
    form: Annotated[Bound[GradeForm], Depends(bind(GradeForm))],
    session: Writes,
) -> Response:
    """Enter a grade, or correct one."""
    run_with_course = _again(session, run)
    place = Place(run_with_course, None, teaches=True)
    try:
        if form.checked is None:
            return _learner_page(page, session, place, enrolment.id, form, 422)
        enter_grade(session, run_with_course, enrolment, form.checked, by=actor)
    except FieldRefusal as refusal:
        return _learner_page(page, session, place, enrolment.id, form.refused(refusal), 422)
    return page.redirect("grades.learner", run_id=run.id, enrolment_id=enrolment.id, flash=_("The grade is entered."))


def _again(session: ReadSession, run: CourseRun) -> CourseRun:
    session.refresh(run, ["course", "edition"])
    return run
