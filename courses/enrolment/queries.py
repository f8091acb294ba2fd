"""Reading enrolments."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, and_, bindparam, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload

from courses.enrolment.models import Enrolment, EnrolmentState, EnrolmentStep
from courses.runs.models import CourseRun, RunState
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Person, PersonState, RoleName
from rmtc.db import ReadSession
from rmtc.paging import Paged, read_page

TAKES_A_PLACE = (EnrolmentState.ACTIVE, EnrolmentState.COMPLETED, EnrolmentState.FAILED)
"""The states in which somebody has a place, and may open the run."""

WAITS = (EnrolmentState.NOMINATED, EnrolmentState.REQUESTED, EnrolmentState.WAITLISTED)
"""The states in which somebody waits for one."""


def goes_on(run: CourseRun, enrolment: Enrolment) -> bool:
    """Say whether what somebody does in a run still counts: neither the run nor their part in it has ended."""
    return enrolment.state is EnrolmentState.ACTIVE and run.state in {RunState.PLANNED, RunState.OPEN}


ENROLMENT = select(Enrolment).where(Enrolment.run_id == bindparam("run"), Enrolment.person_id == bindparam("person"))
"""Somebody's enrolment in a run; built once, since every page of a run asks."""


def enrolment_of(session: ReadSession, run_id: int, person_id: int) -> Enrolment | None:
    """Somebody's enrolment in a run."""
    return session.scalar(ENROLMENT, {"run": run_id, "person": person_id})


PLACE = (
    select(CourseRun, Enrolment)
    .join(CourseRun.course)
    .options(contains_eager(CourseRun.course))
    .outerjoin(Enrolment, and_(Enrolment.run_id == CourseRun.id, Enrolment.person_id == bindparam("person")))
    .where(CourseRun.id == bindparam("run"))
)
"""A run with somebody's enrolment in it; built once, since every page of a learner asks."""


def place_of(session: ReadSession, run_id: int, person_id: int) -> tuple[CourseRun, Enrolment | None] | None:
    """A run with its course, and somebody's enrolment in it, in one query."""
    found = session.execute(PLACE, {"run": run_id, "person": person_id}).first()
    return (found[0], found[1]) if found else None


def follows(session: ReadSession, actor: Actor, course_id: int) -> bool:
    """Say whether somebody learns, teaches or reviews in a run of a course."""
    place = Enrolment.person_id == actor.id, Enrolment.state.in_(TAKES_A_PLACE)
    learns = exists().where(Enrolment.run_id == CourseRun.id, *place)
    desks = CourseRun.id.in_(actor.scopes(RoleName.TRAINER, "run") | actor.scopes(RoleName.REVIEWER, "run"))
    wanted = select(CourseRun.id).where(CourseRun.course_id == course_id, learns | desks)
    return session.scalar(wanted.limit(1)) is not None


def enrolment_in_run(session: ReadSession, run_id: int, enrolment_id: int) -> Enrolment | None:
    """An enrolment by its id, if it belongs to this run."""
    return session.scalar(select(Enrolment).where(Enrolment.run_id == run_id, Enrolment.id == enrolment_id))


def taken_places(session: ReadSession, run_id: int) -> int:
    """How many places of a run are taken."""
    wanted = select(func.count()).where(Enrolment.run_id == run_id, Enrolment.state.in_(TAKES_A_PLACE))
    return session.scalar(wanted) or 0


def counts_by_state(session: ReadSession, run_id: int) -> dict[EnrolmentState, int]:
    """How many enrolments of a run stand where."""
    wanted = select(Enrolment.state, func.count()).where(Enrolment.run_id == run_id).group_by(Enrolment.state)
    return dict(session.execute(wanted).all())


def enrolments_of_person(session: ReadSession, person_id: int, page: int) -> Paged[Row[Any]]:
    """A page of what somebody is or was enrolled in, the newest run first, with run, course and edition."""
    loading = joinedload(Enrolment.run)
    wanted = (
        select(Enrolment)
        .join(Enrolment.run)
        .options(loading.joinedload(CourseRun.course), loading.joinedload(CourseRun.edition))
        .where(Enrolment.person_id == person_id)
        .order_by(CourseRun.starts.desc(), Enrolment.id.desc())
    )
    return read_page(session, wanted, page)


def steps_of(session: ReadSession, enrolment_ids: Iterable[int]) -> dict[int, list[EnrolmentStep]]:
    """The steps of enrolments in order, by the enrolment's id."""
    found: dict[int, list[EnrolmentStep]] = {}
    wanted = select(EnrolmentStep).where(EnrolmentStep.enrolment_id.in_(set(enrolment_ids)))
    for step in session.scalars(wanted.order_by(EnrolmentStep.id)):
        found.setdefault(step.enrolment_id, []).append(step)
    return found


def coordinated_institutions(actor: Actor) -> set[int]:
    """The institutions whose people somebody may nominate."""
    everywhere = {actor.institution_id} if actor.has(RoleName.COORDINATOR) and actor.institution_id else set()
    return actor.scopes(RoleName.COORDINATOR, "institution") | everywhere


def people_of(session: ReadSession, institutions: set[int], page: int) -> Paged[Person]:
    """The people of institutions with an account, by name."""
    wanted = (
        select(Person)
        .where(Person.institution_id.in_(institutions), Person.state == PersonState.ACTIVE)
        .order_by(Person.name, Person.id)
    )
    found = read_page(session, wanted, page)
    return Paged([row[0] for row in found.rows], found.total, found.page, found.pages)


def enrolments_of_people(session: ReadSession, person_ids: Iterable[int]) -> dict[int, list[Enrolment]]:
    """The enrolments of people with their runs, newest first, by the person's id."""
    found: dict[int, list[Enrolment]] = {}
    wanted = (
        select(Enrolment)
        .options(joinedload(Enrolment.run))
        .where(Enrolment.person_id.in_(set(person_ids)))
        .order_by(Enrolment.id.desc())
    )
    for enrolment in session.scalars(wanted):
        found.setdefault(enrolment.person_id, []).append(enrolment)
    return found
