"""What a person's home shows about their courses."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, select

from courses.catalogue.models import Course
from courses.curricula.models import CurriculumVersion
from courses.enrolment.models import Enrolment, EnrolmentState
from courses.enrolment.queries import TAKES_A_PLACE
from courses.progress.queries import Standing, closing, standings_of, way_of
from courses.progress.ways import Way
from courses.runs.models import CourseRun, RunState
from courses.runs.queries import Trainer, dates_of, trainers_of
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import RoleName
from rmtc.clock import CENTRE_ZONE
from rmtc.db import ReadSession, rows

SHOWN = 12
"""How many courses the home shows; all of them are on the record."""

DATES_SHOWN = 6

MINE: Select[*tuple[Any, ...]] = (
    select(
        CourseRun.id,
        CourseRun.edition_id,
        CourseRun.title,
        CourseRun.state,
        CourseRun.starts,
        CourseRun.ends,
        CourseRun.language,
        Course.language,
        CurriculumVersion.level,
        CurriculumVersion.level_status,
        Enrolment.id,
        Enrolment.state,
        Enrolment.done_count,
        Enrolment.last_activity_id,
    )
    .join(Enrolment.run)
    .join(CourseRun.course)
    .outerjoin(Course.version)
    .where(Enrolment.person_id == bindparam("person"), Enrolment.state != EnrolmentState.WITHDRAWN)
    .order_by(CourseRun.starts.desc(), Enrolment.id.desc())
    .limit(SHOWN)
)
"""Somebody's enrolments, the run that began last first."""


class MyRun(NamedTuple):
    """A run that somebody learns in; without a curriculum it has no level."""

    id: int
    edition_id: int
    title: str
    state: RunState
    starts: date
    ends: date
    language: str
    course_language: str
    level: int | None
    level_status: str | None


class MyPlace(NamedTuple):
    """Somebody's enrolment."""

    id: int
    state: EnrolmentState
    done_count: int
    last_activity_id: int | None


@dataclass(frozen=True)
class MyCourse:
    """A course on the home page."""

    run: MyRun
    enrolment: MyPlace
    standing: Standing
    trainers: list[Trainer]

    @property
    def is_going_on(self) -> bool:
        """Say whether there is something to do in it."""
        active = self.enrolment.state is EnrolmentState.ACTIVE
        return active and self.run.state in {RunState.PLANNED, RunState.OPEN}

    @property
    def waits_for_board(self) -> bool:
        """Say whether everything required is done, and the decision is the board's."""
        return self.enrolment.state is EnrolmentState.ACTIVE and self.standing.total > 0 and self.standing.left == 0

    @property
    def can_open(self) -> bool:
        """Say whether the learner may open it."""
        return self.enrolment.state in TAKES_A_PLACE


@dataclass(frozen=True)
class NextDate:
    """Something with a date: a session of a run, a quiz that closes, or reading that is due by the end of a day."""

    when: datetime
    title: str
    run: MyRun | CourseRun
    place: str = ""
    activity_id: int | None = None
    teaches: bool = False
    is_reading: bool = False


@dataclass(frozen=True)
class Home:
    """Everything on the learner's home; `going` is the course to carry on with."""

    courses: list[MyCourse]
    going: MyCourse | None
    way: Way | None
    dates: list[NextDate]


def home_of(session: ReadSession, actor: Actor, moment: datetime) -> Home:
    """Gather somebody's home in a fixed number of queries."""
    runs = len(MyRun._fields)
    mine = [(MyRun(*row[:runs]), MyPlace(*row[runs:])) for row in rows(session, MINE, {"person": actor.id})]
    taught = _taught(session, actor.scopes(RoleName.TRAINER, "run"))
    if not mine:
        return Home([], None, None, _next_dates(session, [], taught, moment))
    standings = standings_of(session, [enrolment.id for _, enrolment in mine])
    trainers = trainers_of(session, [run.id for run, _ in mine])
    courses = [
        MyCourse(run, enrolment, standings.get(enrolment.id, Standing()), trainers.get(run.id, []))
        for run, enrolment in mine
    ]
    courses.sort(key=lambda course: not course.is_going_on)
    active = [course for course in courses if course.is_going_on]
    going = max(active, key=_recency, default=None)
    way = way_of(session, going.run.edition_id, going.enrolment) if going else None
    return Home(courses, going, way, _next_dates(session, [course.run for course in active], taught, moment))


def _recency(course: MyCourse) -> tuple[bool, float, float]:
    """Unfinished courses first, then the one opened last, then the one that began last."""
    at = course.standing.opened_at
    return not course.waits_for_board, at.timestamp() if at else 0.0, float(course.run.starts.toordinal())


def _taught(session: ReadSession, run_ids: set[int]) -> list[CourseRun]:
    """Those of the runs somebody trains that have not ended."""
    if not run_ids:
        return []
    going = CourseRun.state.in_((RunState.PLANNED, RunState.OPEN))
    return list(session.scalars(select(CourseRun).where(CourseRun.id.in_(run_ids), going)))


def _next_dates(session: ReadSession, learnt: list[MyRun], taught: list[CourseRun], moment: datetime) -> list[NextDate]:
    if not (learnt or taught):
        return []
    teaches = {run.id for run in taught}
    runs: dict[int, MyRun | CourseRun] = {run.id: run for run in learnt} | {run.id: run for run in taught}
    dates = [
        NextDate(one.starts, one.title, runs[one.run_id], one.where, teaches=one.run_id in teaches)
        for one in dates_of(session, runs, after=moment)
    ]
    by_edition = {run.edition_id: run for run in learnt}
    for one in closing(session, by_edition) if by_edition else ():
        run, ends = by_edition[one.edition_id], [_end_of(day) for day in one.days]
        closes = _moment(one.closes_at) if one.closes_at else None
        dates += [NextDate(closes, one.title, run, activity_id=one.activity_id)] if closes else []
        due = [end for end in ends if end >= moment][:1]  # the days after it appear once it is over
        dates += [NextDate(end, one.title, run, activity_id=one.activity_id, is_reading=True) for end in due]
    return sorted((one for one in dates if one.when >= moment), key=lambda one: one.when)[:DATES_SHOWN]


def _moment(value: str) -> datetime | None:
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else None


def _end_of(day: str) -> datetime:
    """The last minute of a day at the Centre."""
    return datetime.combine(date.fromisoformat(day), time(23, 59), ZoneInfo(CENTRE_ZONE))
