"""What a person's home shows about their courses."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from courses.catalogue.models import Course
from courses.enrolment.models import Enrolment, EnrolmentState
from courses.enrolment.queries import TAKES_A_PLACE
from courses.progress.queries import activity_counts, closing_quizzes, last_opened, required_left, way_of
from courses.progress.ways import Way
from courses.runs.models import CourseRun, RunState, RunTrainer
from courses.runs.queries import dates_of, trainers_of
from rmtc.accounts.models import Person
from rmtc.db import ReadSession

SHOWN = 12
"""How many courses the home shows; all of them are on the record."""

DATES_SHOWN = 6


@dataclass(frozen=True)
class MyCourse:
    """A course on the home page."""

    enrolment: Enrolment
    total: int
    left: int
    trainers: list[Person]

    @property
    def run(self) -> CourseRun:
        """The run."""
        return self.enrolment.run

    @property
    def is_going_on(self) -> bool:
        """Say whether there is something to do in it."""
        active = self.enrolment.state is EnrolmentState.ACTIVE
        return active and self.run.state in {RunState.PLANNED, RunState.OPEN}

    @property
    def waits_for_board(self) -> bool:
        """Say whether everything required is done, and the decision is the board's."""
        return self.enrolment.state is EnrolmentState.ACTIVE and self.total > 0 and self.left == 0

    @property
    def can_open(self) -> bool:
        """Say whether the learner may open it."""
        return self.enrolment.state in TAKES_A_PLACE


@dataclass(frozen=True)
class NextDate:
    """Something with a date: a session of a run, or a quiz that closes."""

    when: datetime
    title: str
    run: CourseRun
    place: str = ""
    activity_id: int | None = None
    teaches: bool = False


@dataclass(frozen=True)
class Home:
    """Everything on the learner's home; `going` is the course to carry on with."""

    courses: list[MyCourse]
    going: MyCourse | None
    way: Way | None
    dates: list[NextDate]


def home_of(session: ReadSession, person_id: int, moment: datetime) -> Home:
    """Gather somebody's home in a fixed number of queries."""
    enrolments = _enrolments(session, person_id)
    taught = _taught(session, person_id)
    if not enrolments:
        return Home([], None, None, _next_dates(session, [], taught, moment))
    ids = [enrolment.id for enrolment in enrolments]
    totals = activity_counts(session, [enrolment.run.edition_id for enrolment in enrolments])
    left = required_left(session, ids)
    trainers = trainers_of(session, [enrolment.run_id for enrolment in enrolments])
    courses = [
        MyCourse(one, totals.get(one.run.edition_id, 0), left.get(one.id, 0), trainers.get(one.run_id, []))
        for one in enrolments
    ]
    courses.sort(key=lambda course: not course.is_going_on)
    active = [course for course in courses if course.is_going_on]
    opened = last_opened(session, [course.enrolment.id for course in active])
    going = max(active, key=lambda course: _recency(course, opened), default=None)
    way = way_of(session, going.run, going.enrolment) if going else None
    return Home(courses, going, way, _next_dates(session, [course.run for course in active], taught, moment))


def _recency(course: MyCourse, opened: dict[int, datetime]) -> tuple[bool, float, float]:
    """Unfinished courses first, then the one opened last, then the one that began last."""
    at = opened.get(course.enrolment.id)
    return not course.waits_for_board, at.timestamp() if at else 0.0, float(course.run.starts.toordinal())


def _enrolments(session: ReadSession, person_id: int) -> list[Enrolment]:
    course = joinedload(Enrolment.run).joinedload(CourseRun.course)
    wanted = (
        select(Enrolment)
        .join(Enrolment.run)
        .options(course.joinedload(Course.version))
        .where(Enrolment.person_id == person_id, Enrolment.state != EnrolmentState.WITHDRAWN)
        .order_by(CourseRun.starts.desc(), Enrolment.id.desc())
        .limit(SHOWN)
    )
    return list(session.scalars(wanted))


def _taught(session: ReadSession, person_id: int) -> list[CourseRun]:
    """The runs somebody trains that have not ended."""
    mine = select(RunTrainer.run_id).where(RunTrainer.person_id == person_id)
    going = CourseRun.state.in_((RunState.PLANNED, RunState.OPEN))
    return list(session.scalars(select(CourseRun).where(CourseRun.id.in_(mine), going)))


def _next_dates(
    session: ReadSession, learnt: list[CourseRun], taught: list[CourseRun], moment: datetime
) -> list[NextDate]:
    if not (learnt or taught):
        return []
    teaches = {run.id for run in taught}
    runs = {run.id: run for run in [*learnt, *taught]}
    dates = [
        NextDate(date.starts, date.title, runs[date.run_id], date.where, teaches=date.run_id in teaches)
        for date in dates_of(session, runs, after=moment)
    ]
    by_edition = {run.edition_id: run for run in learnt}
    for edition_id, activity_id, title, content in closing_quizzes(session, by_edition):
        closes = _moment(content.get("closes_at"))
        if closes is not None and closes >= moment:
            dates.append(NextDate(closes, title, by_edition[edition_id], activity_id=activity_id))
    return sorted(dates, key=lambda date: date.when)[:DATES_SHOWN]


def _moment(value: object) -> datetime | None:
    found = datetime.fromisoformat(value) if isinstance(value, str) and value else None
    return found if found is not None and found.tzinfo else None
