"""Quizzes, attempts, and the steps of which an attempt is made."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courses.questions.models import Question, QuestionVersion
from rmtc.db import Model


class AttemptState(StrEnum):
    """Where an attempt stands; `expired` was submitted by the server when its time was over."""

    OPEN = "open"
    SUBMITTED = "submitted"
    EXPIRED = "expired"


class Quiz(Model):
    """The settings of a quiz activity; times in seconds, 0 means no limit."""

    __tablename__ = "quizzes"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id", ondelete="CASCADE"), unique=True)
    intro: Mapped[str] = mapped_column(String(2000), default="")
    time_limit: Mapped[int] = mapped_column(default=0)
    attempts_allowed: Mapped[int] = mapped_column(default=0)
    pass_mark: Mapped[int] = mapped_column(default=60)
    shuffle: Mapped[bool] = mapped_column(default=True)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    review: Mapped[dict[str, Any]]
    slots: Mapped[list["QuizSlot"]] = relationship(lazy="raise", order_by="QuizSlot.position")


class QuizSlot(Model):
    """A question's place in a quiz."""

    __tablename__ = "quiz_slots"
    __table_args__ = (UniqueConstraint("quiz_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    position: Mapped[int]
    mark: Mapped[float] = mapped_column(default=1.0)
    question: Mapped[Question] = relationship(lazy="raise")


class Attempt(Model):
    """One sitting of a learner. `due_at` is when the server submits it; `score` of `full` marks once submitted."""

    __tablename__ = "attempts"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "activity_id", "number"),
        Index("ix_attempts_due", "state", "due_at"),
        Index("ix_attempts_activity", "activity_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    activity_id: Mapped[int]
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    number: Mapped[int]
    state: Mapped[AttemptState] = mapped_column(default=AttemptState.OPEN)
    seed: Mapped[int]
    started_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    score: Mapped[float | None]
    full: Mapped[float]
    slots: Mapped[list["AttemptSlot"]] = relationship(lazy="raise", order_by="AttemptSlot.position")


class AttemptSlot(Model):
    """A question as this attempt asks it: the version and the order of its choices are frozen at the start."""

    __tablename__ = "attempt_slots"
    __table_args__ = (UniqueConstraint("attempt_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    position: Mapped[int]
    question_version_id: Mapped[int] = mapped_column(ForeignKey("question_versions.id"))
    mark: Mapped[float]
    order: Mapped[list[int]]
    version: Mapped[QuestionVersion] = relationship(lazy="raise")
    steps: Mapped[list["AttemptStep"]] = relationship(lazy="raise", order_by="AttemptStep.id")


class AttemptStep(Model):
    """Something that happened to a slot: an answer, a submission, a mark, a remark; only ever added.

    `seq` is the browser's own count, so that an answer sent twice is kept once.
    """

    __tablename__ = "attempt_steps"
    __table_args__ = (UniqueConstraint("slot_id", "kind", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("attempt_slots.id"))
    kind: Mapped[str] = mapped_column(String(10))
    seq: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[int | None]
    data: Mapped[dict[str, Any]]
    fraction: Mapped[float | None]
