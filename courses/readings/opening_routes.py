"""The trainers' page of a run's closed readings."""

from fastapi import Response

from courses.enrolment.access import RunToTeach
from courses.readings import opening
from courses.runs.models import CourseRun
from courses.runs.queries import whole_again
from rmtc.accounts.signin import SignedIn
from rmtc.i18n.texts import gettext as _
from rmtc.paging import page_of
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/teach/runs/{run_id}/readings")


@router.get("", name="readings.closed")
def show_closed(page: Answer, session: Reads, actor: SignedIn, run: RunToTeach, number: int = 1) -> Response:
    """What the learners of a run are to read and could not, and what of it is open to them."""
    found = page_of(opening.closed_records(session, run, actor), number, 20)
    return page.render("courses/readings/closed.html", run=whole_again(session, run), found=found)


@router.post("/{resource_id:int}/opening", name="readings.open")
def open_record(
    page: Answer, session: Writes, actor: SignedIn, run: RunToTeach, resource_id: int, run_id: int
) -> Response:
    """Open a record to the learners of the run."""
    opening.open_to_learners(session, session.get_one(CourseRun, run.id), resource_id, by=actor)
    return page.redirect("readings.closed", run_id=run_id, flash=_("The learners of this run can read it now."))


@router.post("/{resource_id:int}/closing", name="readings.close")
def close_record(
    page: Answer, session: Writes, actor: SignedIn, run: RunToTeach, resource_id: int, run_id: int
) -> Response:
    """Close it to them again."""
    opening.close_to_learners(session, session.get_one(CourseRun, run.id), resource_id, by=actor)
    return page.redirect("readings.closed", run_id=run_id, flash=_("The learners of this run cannot read it any more."))
