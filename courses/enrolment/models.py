"""Enrolments, and every step of each."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courses.runs.models import CourseRun
from rmtc.accounts.models import Person
from rmtc.db import Model


class EnrolmentState(StrEnum):
    """Where an enrolment stands."""

    NOMINATED = "nominated"
    REQUESTED = "requested"
    WAITLISTED = "waitlisted"
    ACTIVE = "active"
    COMPLETED = "completed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class Enrolment(Model):
    """A person in a run. `last_activity_id` is where they stopped."""

    __tablename__ = "enrolments"
    __table_args__ = (UniqueConstraint("run_id", "person_id"), Index("ix_enrolments_person", "person_id", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("course_runs.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    state: Mapped[EnrolmentState]
    created_at: Mapped[datetime]
    last_activity_id: Mapped[int | None]
    done_count: Mapped[int] = mapped_column(default=0)
    run: Mapped[CourseRun] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")


class EnrolmentStep(Model):
    """A change of an enrolment's state; never changed, never removed."""

    __tablename__ = "enrolment_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    state: Mapped[EnrolmentState]
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")
