"""What a learner has opened and done, and what they noted."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model


class ActivityProgress(Model):
    """One learner's way through one activity of a run; `how` says what completed it."""

    __tablename__ = "activity_progress"
    __table_args__ = (UniqueConstraint("enrolment_id", "activity_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    activity_id: Mapped[int]
    opened_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    how: Mapped[str] = mapped_column(String(12), default="")


class Note(Model):
    """A private note of a person beside an activity."""

    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_person", "person_id", "activity_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("course_runs.id"))
    activity_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
