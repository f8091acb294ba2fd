"""Reading quizzes and attempts."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from courses.attempts.marking import Standing, replay_steps
from courses.catalogue.models import Course, EditionActivity
from courses.enrolment.models import Enrolment, EnrolmentState
from courses.questions.models import QuestionVersion
from courses.quizzes.models import Attempt, AttemptSlot, AttemptState, AttemptStep
from courses.runs.models import CourseRun, RunState
from rmtc.db import ReadSession, rows

IS_ITS_QUIZ = and_(EditionActivity.edition_id == Attempt.edition_id, EditionActivity.activity_id == Attempt.activity_id)

DECIDED = (EnrolmentState.COMPLETED, EnrolmentState.FAILED)
HAS_ENDED = or_(CourseRun.state.in_((RunState.FINISHED, RunState.CANCELLED)), Enrolment.state.in_(DECIDED))
"""The run has ended, or the board has decided: what is open is handed in."""

SITTING = (
    select(
        Attempt.id,
        Attempt.number,
        Attempt.state,
        Attempt.due_at,
        Attempt.submitted_at,
        Attempt.score,
        Attempt.full,
        CourseRun.id,
        CourseRun.course_id,
        CourseRun.title,
        CourseRun.language,
        Course.title,
        Course.language,
        EditionActivity.activity_id,
        EditionActivity.title,
        EditionActivity.content,
        Enrolment.person_id,
        HAS_ENDED,
    )
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(CourseRun, CourseRun.id == Enrolment.run_id)
    .join(Course, Course.id == CourseRun.course_id)
    .join(EditionActivity, IS_ITS_QUIZ)
    .where(Attempt.id == bindparam("attempt"))
)
"""An attempt with everything around it. This and the next ones are built once, since every answer asks for them."""

STAKE = (
    select(Enrolment, EditionActivity)
    .join(Attempt, Attempt.enrolment_id == Enrolment.id)
    .join(EditionActivity, IS_ITS_QUIZ)
    .where(Attempt.id == bindparam("attempt"))
)

ASKED = (
    select(
        AttemptSlot.position,
        AttemptSlot.mark,
        AttemptSlot.order,
        QuestionVersion.kind,
        QuestionVersion.stem,
        QuestionVersion.data,
    )
    .join(AttemptSlot.version)
    .where(AttemptSlot.attempt_id == bindparam("attempt"), AttemptSlot.position == bindparam("position"))
)

TAKEN = (
    select(Attempt, Enrolment.person_id, or_(HAS_ENDED, Enrolment.state != EnrolmentState.ACTIVE))
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(CourseRun, CourseRun.id == Enrolment.run_id)
    .where(Attempt.id == bindparam("attempt"))
)

SLOTS = (
    select(AttemptSlot)
    .options(joinedload(AttemptSlot.version, innerjoin=True))
    .where(AttemptSlot.attempt_id == bindparam("attempt"))
    .order_by(AttemptSlot.position)
    .execution_options(populate_existing=True)
)
SLOT = SLOTS.where(AttemptSlot.position == bindparam("position"))
ALL_SLOTS = SLOTS.options(selectinload(AttemptSlot.steps))
WHOLE_SLOT = ALL_SLOTS.where(AttemptSlot.position == bindparam("position"))

NEWEST = (
    select(
        AttemptStep.slot_id,
        AttemptStep.kind,
        func.max(AttemptStep.id).label("last"),
        func.max(AttemptStep.seq).label("highest"),
    )
    .join(AttemptSlot, AttemptSlot.id == AttemptStep.slot_id)
    .where(AttemptSlot.attempt_id == bindparam("attempt"))
    .group_by(AttemptStep.slot_id, AttemptStep.kind)
    .subquery()
)
_DECISIVE = (
    select(AttemptStep.id, AttemptStep.slot_id, AttemptStep.kind, AttemptStep.seq, AttemptStep.at, AttemptStep.data)
    .join(NEWEST, and_(NEWEST.c.slot_id == AttemptStep.slot_id, NEWEST.c.kind == AttemptStep.kind))
    .where(or_(AttemptStep.id == NEWEST.c.last, AttemptStep.seq == NEWEST.c.highest))
    .subquery()
)
STANDINGS = (
    select(AttemptSlot.position, _DECISIVE.c.kind, _DECISIVE.c.seq, _DECISIVE.c.at, _DECISIVE.c.data)
    .outerjoin(_DECISIVE, _DECISIVE.c.slot_id == AttemptSlot.id)
    .where(AttemptSlot.attempt_id == bindparam("attempt"))
    .order_by(AttemptSlot.position, _DECISIVE.c.id)
)
"""Each slot with its steps that came last of their kind or have the highest count; without steps it stands alone."""

_GIVEN = AttemptStep.slot_id == bindparam("slot"), AttemptStep.kind == "answer"
_ALL_GIVEN = (
    select(
        func.count().label("many"), func.max(AttemptStep.id).label("last"), func.max(AttemptStep.seq).label("highest")
    )
    .where(*_GIVEN)
    .subquery()
)
COMPARABLE_ANSWERS = (
    select(AttemptStep, _ALL_GIVEN.c.many, _ALL_GIVEN.c.highest)
    .join(_ALL_GIVEN, true())
    .where(*_GIVEN)
    .where(
        (AttemptStep.id == _ALL_GIVEN.c.last)
        | (AttemptStep.seq == bindparam("seq"))
        | (AttemptStep.data["sent_as"].as_integer() == bindparam("seq"))
    )
    .order_by(AttemptStep.id)
)
"""The last answer to a question and those sent under a count, with the number of all answers and their highest."""


class Taken(NamedTuple):
    """An attempt; `score` of `full` marks once it is submitted."""

    id: int
    number: int
    state: AttemptState
    due_at: datetime | None
    submitted_at: datetime | None
    score: float | None
    full: float


class TakenIn(NamedTuple):
    """The run in which an attempt is taken, with what its course is called."""

    id: int
    course_id: int
    title: str
    language: str
    course_title: str
    course_language: str


class TakenQuiz(NamedTuple):
    """The quiz as the attempt's edition has it."""

    activity_id: int
    title: str
    content: dict[str, Any]


@dataclass(frozen=True)
class Sitting:
    """An attempt with everything around it, whose it is, and whether the course has ended for them."""

    attempt: Taken
    run: TakenIn
    activity: TakenQuiz
    person_id: int
    has_ended: bool


def sitting_of(session: ReadSession, attempt_id: int) -> Sitting | None:
    """An attempt with its run (and course) and the quiz as the attempt's edition has it."""
    row: Any = rows(session, SITTING, {"attempt": attempt_id}).first()
    return Sitting(Taken(*row[:7]), TakenIn(*row[7:13]), TakenQuiz(*row[13:16]), *row[16:]) if row else None


def stake_of(session: ReadSession, attempt_id: int) -> tuple[Enrolment, EditionActivity]:
    """What the result of an attempt has an effect on: the enrolment, for the quiz as the attempt's edition has it."""
    enrolment, activity = session.execute(STAKE, {"attempt": attempt_id}).one()
    return enrolment, activity


class AskedVersion(NamedTuple):
    """The version of a question that an attempt asks."""

    kind: str
    stem: str
    data: dict[str, Any]


class Asked(NamedTuple):
    """A question as an attempt asks it."""

    position: int
    mark: float
    order: list[int]
    version: AskedVersion


def asked_at(session: ReadSession, attempt_id: int, position: int) -> Asked:
    """The question at a place of an attempt that there is."""
    position, mark, order, *version = rows(session, ASKED, {"attempt": attempt_id, "position": position}).one()
    return Asked(position, mark, order, AskedVersion(*version))


def attempt_taken_by(session: ReadSession, attempt_id: int, person_id: int) -> tuple[Attempt, bool] | None:
    """Somebody's own attempt, and whether the course has ended for them."""
    row = session.execute(TAKEN, {"attempt": attempt_id}).first()
    return (row[0], bool(row[2])) if row and row[1] == person_id else None


def has_ended(session: ReadSession, attempt: Attempt) -> bool:
    """Say whether the run of an attempt has ended, or the board has decided."""
    wanted = select(HAS_ENDED).select_from(Enrolment).join(CourseRun, CourseRun.id == Enrolment.run_id)
    return bool(session.scalar(wanted.where(Enrolment.id == attempt.enrolment_id)))


def slots_of_attempt(session: ReadSession, attempt_id: int) -> list[AttemptSlot]:
    """The slots of an attempt in order, with their versions and steps. Two queries."""
    return list(session.scalars(ALL_SLOTS, {"attempt": attempt_id}))


def standings_of(session: ReadSession, attempt_id: int) -> dict[int, Standing]:
    """How each slot of an attempt stands, by its position, in order. One query, however often answers were changed."""
    found = rows(session, STANDINGS, {"attempt": attempt_id})
    return {
        position: replay_steps(step for step in steps if step.kind is not None)
        for position, steps in groupby(found, attrgetter("position"))
    }


@dataclass(frozen=True)
class Answers:
    """What was answered to a question before: the last answer and those sent under a count, oldest first."""

    comparable: list[AttemptStep]
    many: int
    highest: int


def answers_before(session: ReadSession, slot_id: int, seq: int) -> Answers:
    """What a new answer, sent as `seq`, is compared with. One query, however long the log is."""
    rows = session.execute(COMPARABLE_ANSWERS, {"slot": slot_id, "seq": seq}).all()
    return Answers([row[0] for row in rows], rows[0].many, rows[0].highest) if rows else Answers([], 0, 0)


def slot_at(session: ReadSession, attempt_id: int, position: int) -> AttemptSlot | None:
    """One slot of an attempt, with its version."""
    return session.scalar(SLOT, {"attempt": attempt_id, "position": position})


def whole_slot_at(session: ReadSession, attempt_id: int, position: int) -> AttemptSlot | None:
    """One slot of an attempt, with its version and steps."""
    return session.scalar(WHOLE_SLOT, {"attempt": attempt_id, "position": position})


def attempts_of(session: ReadSession, enrolment_id: int, activity_id: int) -> list[Attempt]:
    """Somebody's attempts at a quiz, the first one first."""
    here = Attempt.enrolment_id == enrolment_id, Attempt.activity_id == activity_id
    return list(session.scalars(select(Attempt).where(*here).order_by(Attempt.number)))


def overdue_ids(session: ReadSession, moment: datetime, limit: int = 500) -> list[int]:
    """Open attempts whose time was over at a moment, or whose course has ended, the longest overdue first."""
    wanted = select(Attempt.id).join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    wanted = wanted.join(CourseRun, CourseRun.id == Enrolment.run_id)
    here = Attempt.state == AttemptState.OPEN, or_(Attempt.due_at <= moment, HAS_ENDED)
    return list(session.scalars(wanted.where(*here).order_by(Attempt.due_at).limit(limit)))


def versions_by_id(session: ReadSession, ids: list[int]) -> dict[int, QuestionVersion]:
    """Question versions by their ids."""
    found = session.scalars(select(QuestionVersion).where(QuestionVersion.id.in_(set(ids))))
    return {version.id: version for version in found}


def activity_of_run(session: ReadSession, run: CourseRun, activity_id: int) -> EditionActivity | None:
    """A quiz of the edition a run uses."""
    here = EditionActivity.edition_id == run.edition_id, EditionActivity.activity_id == activity_id
    return session.scalar(select(EditionActivity).where(*here, EditionActivity.kind == "quiz"))
