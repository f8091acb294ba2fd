"""Reading runs, their trainers and dates, and what differs between two editions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import contains_eager

from courses.catalogue.models import Edition, EditionActivity
from courses.runs.models import CourseRun, RunDate, RunState, RunTrainer
from courses.runs.places import told
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Person, PersonState, Role, RoleName
from rmtc.clock import today
from rmtc.db import ReadSession, rows


def whole_runs() -> Select[CourseRun]:
    """Runs with their course and edition; a caller may filter and sort."""
    return (
        select(CourseRun)
        .join(CourseRun.course)
        .join(CourseRun.edition)
        .options(contains_eager(CourseRun.course), contains_eager(CourseRun.edition))
    )


RUN = whole_runs().where(CourseRun.id == bindparam("run"))
TRAINERS: Select[*tuple[Any, ...]] = (
    select(RunTrainer.run_id, Person.id, Person.name, Person.email)
    .join(Person, Person.id == RunTrainer.person_id)
    .where(RunTrainer.run_id.in_(bindparam("runs", expanding=True)))
    .order_by(RunTrainer.id)
)
DATES: Select[*tuple[Any, ...]] = (
    select(RunDate.id, RunDate.run_id, RunDate.title, RunDate.starts, RunDate.ends, RunDate.place)
    .where(RunDate.run_id.in_(bindparam("runs", expanding=True)))
    .order_by(RunDate.starts, RunDate.id)
)
DATES_AFTER = DATES.where((RunDate.starts >= bindparam("after")) | (RunDate.ends >= bindparam("after")))


def run_by_id(session: ReadSession, run_id: int) -> CourseRun | None:
    """A run with its course and edition."""
    return session.scalar(RUN, {"run": run_id})


def whole_again(session: ReadSession, run: CourseRun) -> CourseRun:
    """The same run with its course and edition, read again where a transaction that writes has let go of them."""
    return session.scalars(RUN, {"run": run.id}).one()


def run_by_code(session: ReadSession, code: str) -> CourseRun | None:
    """The run with a code."""
    return session.scalar(select(CourseRun).where(CourseRun.code == code))


class Taught(Protocol):
    """A run, as far as it matters for who teaches it."""

    @property
    def id(self) -> int: ...

    @property
    def course_id(self) -> int: ...


def trains(actor: Actor, run: Taught) -> bool:
    """Say whether a person may teach a run: its trainers, trainers of its course, managers."""
    return (
        actor.has(RoleName.MANAGER)
        or actor.has(RoleName.ADMIN)
        or (RoleName.TRAINER, "run", run.id) in actor.grants
        or (RoleName.TRAINER, "course", run.course_id) in actor.grants
    )


def runs_taught_by(actor: Actor) -> Select[CourseRun]:
    """The runs a person may teach, newest first."""
    runs = whole_runs().order_by(CourseRun.starts.desc(), CourseRun.id.desc())
    if actor.has(RoleName.MANAGER) or actor.has(RoleName.ADMIN):
        return runs
    mine = CourseRun.id.in_(actor.scopes(RoleName.TRAINER, "run"))
    return runs.where(mine | CourseRun.course_id.in_(actor.scopes(RoleName.TRAINER, "course")))


def open_runs(session: ReadSession, limit: int = 100) -> list[CourseRun]:
    """Runs that take learners, the next one first."""
    wanted = whole_runs().where(CourseRun.state == RunState.OPEN, CourseRun.ends >= today())
    return list(session.scalars(wanted.order_by(CourseRun.starts, CourseRun.id).limit(limit)))


def open_runs_of_course(session: ReadSession, course_id: int) -> list[CourseRun]:
    """Runs of a course that take learners, the next one first."""
    wanted = whole_runs().where(CourseRun.course_id == course_id, CourseRun.state == RunState.OPEN)
    return list(session.scalars(wanted.where(CourseRun.ends >= today()).order_by(CourseRun.starts, CourseRun.id)))


class Trainer(NamedTuple):
    """A trainer of a run."""

    id: int
    name: str
    email: str


class DateOfRun(NamedTuple):
    """A date of a run: a session in Plandište or online, a deadline."""

    id: int
    run_id: int
    title: str
    starts: datetime
    ends: datetime | None
    place: str

    @property
    def where(self) -> str:
        """Its place in the reader's language."""
        return told(self.place)


def trainers_of(session: ReadSession, run_ids: Iterable[int]) -> dict[int, list[Trainer]]:
    """The trainers of runs, by the run's id."""
    found: dict[int, list[Trainer]] = {}
    for run_id, *person in rows(session, TRAINERS, {"runs": list(run_ids)}):
        found.setdefault(run_id, []).append(Trainer(*person))
    return found


def possible_trainers(session: ReadSession) -> list[Person]:
    """Everybody with the role of a trainer, by name."""
    some_role = select(Role.person_id).where(Role.name == RoleName.TRAINER)
    wanted = select(Person).where(Person.id.in_(some_role), Person.state == PersonState.ACTIVE)
    return list(session.scalars(wanted.order_by(Person.name)))


def dates_of(session: ReadSession, run_ids: Iterable[int], after: datetime | None = None) -> list[DateOfRun]:
    """The dates of runs in order; only those not over at `after`, if given."""
    asked = {"runs": list(run_ids)}
    found = rows(session, DATES_AFTER, asked | {"after": after}) if after else rows(session, DATES, asked)
    return [DateOfRun(*row) for row in found]


def latest_edition(session: ReadSession, course_id: int) -> Edition | None:
    """The newest edition of a course."""
    wanted = select(Edition).where(Edition.course_id == course_id).order_by(Edition.number.desc()).limit(1)
    return session.scalar(wanted)


def editions_of(session: ReadSession, course_id: int) -> list[Edition]:
    """Every edition of a course, newest first."""
    wanted = select(Edition).where(Edition.course_id == course_id)
    return list(session.scalars(wanted.order_by(Edition.number.desc())))


@dataclass(frozen=True)
class Difference:
    """What an edition has more, less and otherwise than another: titles with their numbers."""

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Say whether a learner would notice nothing."""
        return not (self.added or self.removed or self.changed)


def difference(session: ReadSession, old_id: int, new_id: int) -> Difference:
    """Compare two editions activity by activity."""
    wanted = select(EditionActivity).where(EditionActivity.edition_id.in_((old_id, new_id)))
    sides: dict[int, dict[int, EditionActivity]] = {old_id: {}, new_id: {}}
    for activity in session.scalars(wanted.order_by(EditionActivity.position)):
        sides[activity.edition_id][activity.activity_id] = activity
    old, new = sides[old_id], sides[new_id]
    return Difference(
        added=[_named(activity) for key, activity in new.items() if key not in old],
        removed=[_named(activity) for key, activity in old.items() if key not in new],
        changed=[
            _named(activity) for key, activity in new.items() if key in old and _facts(activity) != _facts(old[key])
        ],
    )


def _named(activity: EditionActivity) -> str:
    return f"{activity.number} {activity.title}"


def _facts(activity: EditionActivity) -> tuple[object, ...]:
    """What a learner would notice; the number is not part of it, for moving renumbers all that follow."""
    return (
        activity.kind,
        activity.title,
        activity.minutes,
        activity.required,
        activity.outcomes,
        activity.content,
        activity.html,
    )


def run_names(session: ReadSession, ids: Iterable[int]) -> dict[int, str]:
    """The codes and titles of some runs, by id."""
    found = session.execute(select(CourseRun.id, CourseRun.code, CourseRun.title).where(CourseRun.id.in_(list(ids))))
    return {run_id: f"{code} {title}" for run_id, code, title in found}
