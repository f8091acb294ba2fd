"""Reading quizzes and attempts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from courses.catalogue.models import EditionActivity
from courses.enrolment.models import Enrolment
from courses.questions.models import QuestionVersion
from courses.quizzes.models import Attempt, AttemptSlot, AttemptState, AttemptStep
from courses.runs.models import CourseRun
from rmtc.db import ReadSession

SITTING = (
    select(Attempt, Enrolment, CourseRun, EditionActivity)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(CourseRun, CourseRun.id == Enrolment.run_id)
    .join(
        EditionActivity,
        (EditionActivity.edition_id == Attempt.edition_id) & (EditionActivity.activity_id == Attempt.activity_id),
    )
    .options(joinedload(CourseRun.course))
    .where(Attempt.id == bindparam("attempt"))
)
"""An attempt with everything around it. This and the next ones are built once, since every answer asks for them."""

SLOTS = (
    select(AttemptSlot)
    .options(joinedload(AttemptSlot.version, innerjoin=True))
    .where(AttemptSlot.attempt_id == bindparam("attempt"))
    .order_by(AttemptSlot.position)
    .execution_options(populate_existing=True)
)
SLOT = SLOTS.where(AttemptSlot.position == bindparam("position"))
WHOLE_SLOTS = SLOTS.options(selectinload(AttemptSlot.steps))
WHOLE_SLOT = WHOLE_SLOTS.where(AttemptSlot.position == bindparam("position"))

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
DECISIVE_STEPS = (
    select(AttemptStep)
    .join(NEWEST, and_(NEWEST.c.slot_id == AttemptStep.slot_id, NEWEST.c.kind == AttemptStep.kind))
    .where(or_(AttemptStep.id == NEWEST.c.last, AttemptStep.seq == NEWEST.c.highest))
    .order_by(AttemptStep.id)
)
"""Of each kind and slot the step that came last and the one with the highest count."""

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


@dataclass(frozen=True)
class Sitting:
    """An attempt with everything around it."""

    attempt: Attempt
    enrolment: Enrolment
    run: CourseRun
    activity: EditionActivity


def sitting_of(session: ReadSession, attempt_id: int) -> Sitting | None:
    """An attempt with its enrolment, its run (with the course) and the quiz as the attempt's edition has it."""
    row = session.execute(SITTING, {"attempt": attempt_id}).first()
    return Sitting(*row) if row else None


def slots_of_attempt(session: ReadSession, attempt_id: int) -> list[AttemptSlot]:
    """The slots of an attempt in order, with their versions and steps. Two queries."""
    return list(session.scalars(WHOLE_SLOTS, {"attempt": attempt_id}))


def slots_as_they_stand(session: ReadSession, attempt_id: int) -> list[AttemptSlot]:
    """The slots of an open attempt in order, with the steps that say where they stand: what pages show.

    Replaying these gives what replaying all steps gives, however often an answer was changed. Two queries.
    """
    slots = {slot.id: slot for slot in session.scalars(SLOTS, {"attempt": attempt_id})}
    steps: dict[int, list[AttemptStep]] = {slot_id: [] for slot_id in slots}
    for step in session.scalars(DECISIVE_STEPS, {"attempt": attempt_id}):
        steps[step.slot_id].append(step)
    for slot_id, slot in slots.items():
        set_committed_value(slot, "steps", steps[slot_id])
    return list(slots.values())


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
    """Open attempts whose time was over at a moment, the longest overdue first."""
    here = Attempt.state == AttemptState.OPEN, Attempt.due_at <= moment
    return list(session.scalars(select(Attempt.id).where(*here).order_by(Attempt.due_at).limit(limit)))


def versions_by_id(session: ReadSession, ids: list[int]) -> dict[int, QuestionVersion]:
    """Question versions by their ids."""
    found = session.scalars(select(QuestionVersion).where(QuestionVersion.id.in_(set(ids))))
    return {version.id: version for version in found}


def activity_of_run(session: ReadSession, run: CourseRun, activity_id: int) -> EditionActivity | None:
    """A quiz of the edition a run uses."""
    here = EditionActivity.edition_id == run.edition_id, EditionActivity.activity_id == activity_id
    return session.scalar(select(EditionActivity).where(*here, EditionActivity.kind == "quiz"))
