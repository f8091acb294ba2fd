"""Reading quizzes and attempts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from courses.catalogue.models import EditionActivity
from courses.enrolment.models import Enrolment
from courses.questions.models import QuestionVersion
from courses.quizzes.models import Attempt, AttemptSlot, AttemptState
from courses.runs.models import CourseRun
from rmtc.db import ReadSession


@dataclass(frozen=True)
class Sitting:
    """An attempt with everything around it."""

    attempt: Attempt
    enrolment: Enrolment
    run: CourseRun
    activity: EditionActivity


def sitting_of(session: ReadSession, attempt_id: int) -> Sitting | None:
    """An attempt with its enrolment, its run (with the course) and the quiz as the attempt's edition has it."""
    wanted = (
        select(Attempt, Enrolment, CourseRun, EditionActivity)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .join(
            EditionActivity,
            (EditionActivity.edition_id == Attempt.edition_id) & (EditionActivity.activity_id == Attempt.activity_id),
        )
        .options(joinedload(CourseRun.course), joinedload(CourseRun.edition))
        .where(Attempt.id == attempt_id)
    )
    row = session.execute(wanted).first()
    return Sitting(*row) if row else None


def slots_of_attempt(session: ReadSession, attempt_id: int) -> list[AttemptSlot]:
    """The slots of an attempt in order, with their versions and steps. Two queries."""
    wanted = (
        select(AttemptSlot)
        .options(joinedload(AttemptSlot.version), selectinload(AttemptSlot.steps))
        .where(AttemptSlot.attempt_id == attempt_id)
        .order_by(AttemptSlot.position)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(wanted))


def slot_at(session: ReadSession, attempt_id: int, position: int) -> AttemptSlot | None:
    """One slot of an attempt, with its version and steps."""
    wanted = (
        select(AttemptSlot)
        .options(joinedload(AttemptSlot.version), selectinload(AttemptSlot.steps))
        .where(AttemptSlot.attempt_id == attempt_id, AttemptSlot.position == position)
        .execution_options(populate_existing=True)
    )
    return session.scalar(wanted)


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
