"""The dates of a run."""

from typing import Annotated

from fastapi import Depends, Response

from courses.enrolment.access import RunToTeach
from courses.runs import services
from courses.runs.forms import RunDateForm
from courses.runs.models import CourseRun, RunDate, RunState
from courses.runs.queries import dates_of, whole_again
from rmtc.accounts.signin import SignedIn
from rmtc.errors import NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.forms import Bound, bind
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/teach/runs/{run_id}")


@router.get("/dates", name="teaching.dates")
def show_dates(page: Answer, session: Reads, run: RunToTeach) -> Response:
    """The dates of a run, and the form for one more."""
    return _dates_page(page, session, run, Bound())


@router.post("/dates", name="teaching.add_date")
def add_date(
    page: Answer,
    actor: SignedIn,
    run: RunToTeach,
    session: Writes,
    form: Annotated[Bound[RunDateForm], Depends(bind(RunDateForm))],
) -> Response:
    """Add a date."""
    if form.checked is None:
        return _dates_page(page, session, run, form, 422)
    services.add_run_date(session, run, form.checked, by=actor)
    return page.redirect("teaching.dates", run_id=run.id, flash=_("The date is added."))


@router.post("/dates/{date_id}/removal", name="teaching.remove_date")
def remove_date(page: Answer, actor: SignedIn, run: RunToTeach, date_id: int, session: Writes) -> Response:
    """Take a date out."""
    date = session.get(RunDate, date_id)
    if date is None or date.run_id != run.id:
        raise NotFound
    services.remove_run_date(session, run, date, by=actor)
    return page.redirect("teaching.dates", run_id=run.id, flash=_("The date is taken out."))


def _dates_page(page: Answer, session: Reads, run: CourseRun, form: Bound[RunDateForm], status: int = 200) -> Response:
    has_ended = run.state in {RunState.FINISHED, RunState.CANCELLED}
    dates = dates_of(session, [run.id])
    return page.render(
        "courses/teaching/dates.html",
        status,
        run=whole_again(session, run),
        dates=dates,
        has_ended=has_ended,
        form=form,
    )
