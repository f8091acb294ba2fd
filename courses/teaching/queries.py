"""Reading the cohort of a run: who is where, and who is behind."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager

from courses.enrolment.models import Enrolment, EnrolmentState
from courses.enrolment.queries import WAITS
from courses.progress.queries import last_opened
from courses.runs.models import CourseRun, RunState
from rmtc.accounts.models import Person
from rmtc.db import ReadSession
from rmtc.paging import Paged, read_page

MARGIN = 0.8
"""How much of what is due by today keeps somebody from being behind."""

FILTERS = ("all", "active", "behind", "waiting", "ended")


@dataclass(frozen=True)
class Learner:
    """A row of the cohort; `opened_at` is when something was last opened."""

    enrolment: Enrolment
    is_behind: bool
    opened_at: datetime | None

    @property
    def waits(self) -> bool:
        """Say whether a decision is due."""
        return self.enrolment.state in WAITS


def due_by(run: CourseRun, total: int, day: date) -> int:
    """How many of a run's activities are due by a day when its days are taken evenly; none before it starts."""
    if run.state in {RunState.FINISHED, RunState.CANCELLED} or day < run.starts:
        return 0
    length = (run.ends - run.starts).days + 1
    gone = min((day - run.starts).days, length)
    return total * gone // length


def behind_below(run: CourseRun, total: int, day: date) -> int:
    """Who has done fewer activities than this is behind."""
    return round(due_by(run, total, day) * MARGIN)


def cohort(session: ReadSession, run: CourseRun, show: str, limit: int, page: int) -> Paged[Learner]:
    """A page of the people of a run by name; `limit` is the number of activities below which one is behind."""
    wanted = (
        select(Enrolment)
        .join(Enrolment.person)
        .outerjoin(Person.institution)
        .options(contains_eager(Enrolment.person).contains_eager(Person.institution))
        .where(Enrolment.run_id == run.id, *_filter(show, limit))
        .order_by(Person.name, Enrolment.id)
    )
    found = read_page(session, wanted, page)
    enrolments: list[Enrolment] = [row[0] for row in found.rows]
    opened = last_opened(session, [enrolment.id for enrolment in enrolments])
    rows = [
        Learner(one, one.state is EnrolmentState.ACTIVE and one.done_count < limit, opened.get(one.id))
        for one in enrolments
    ]
    return Paged(rows, found.total, found.page, found.pages)


def cohort_counts(session: ReadSession, run_id: int, limit: int) -> dict[str, int]:
    """How many people each filter of the cohort shows."""
    columns = [
        func.count().filter(*(_filter(show, limit) or [Enrolment.id.is_not(None)])).label(show) for show in FILTERS
    ]
    row = session.execute(select(*columns).where(Enrolment.run_id == run_id)).one()
    return dict(row._mapping)  # noqa: SLF001 - the documented way to name a row's values


def _filter(show: str, limit: int) -> list[ColumnElement[bool]]:
    filters: dict[str, list[ColumnElement[bool]]] = {
        "active": [Enrolment.state == EnrolmentState.ACTIVE],
        "behind": [Enrolment.state == EnrolmentState.ACTIVE, Enrolment.done_count < limit],
        "waiting": [Enrolment.state.in_(WAITS)],
        "ended": [Enrolment.state.in_((EnrolmentState.COMPLETED, EnrolmentState.FAILED, EnrolmentState.WITHDRAWN))],
    }
    return filters.get(show, [])


def people_by_run(session: ReadSession, run_ids: list[int]) -> dict[int, tuple[int, int]]:
    """How many take part and how many wait, by the run's id."""
    part = func.count().filter(Enrolment.state.in_((EnrolmentState.ACTIVE, EnrolmentState.COMPLETED)))
    wanted = select(Enrolment.run_id, part, func.count().filter(Enrolment.state.in_(WAITS)))
    rows = session.execute(wanted.where(Enrolment.run_id.in_(run_ids)).group_by(Enrolment.run_id))
    return {run_id: (taking, waiting) for run_id, taking, waiting in rows}
