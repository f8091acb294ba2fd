"""A course run: one delivery of a published edition."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courses.catalogue.models import Course, Edition
from courses.runs.places import told
from rmtc.accounts.models import Person
from rmtc.db import Model


class RunState(StrEnum):
    """The life of a run; whether it is running follows from its dates."""

    PLANNED = "planned"
    OPEN = "open"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class CourseRun(Model):
    """One delivery: dates (Europe/Belgrade), places, a pinned edition."""

    __tablename__ = "course_runs"
    __table_args__ = (Index("ix_course_runs_state", "state", "starts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    code: Mapped[str] = mapped_column(String(30), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[RunState] = mapped_column(default=RunState.PLANNED)
    starts: Mapped[date]
    ends: Mapped[date]
    place: Mapped[str] = mapped_column(String(120), default="")
    language: Mapped[str] = mapped_column(String(10), default="en")
    self_enrolment: Mapped[bool] = mapped_column(default=False)
    capacity: Mapped[int | None]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    course: Mapped[Course] = relationship(lazy="raise")
    edition: Mapped[Edition] = relationship(lazy="raise")
    trainers: Mapped[list["RunTrainer"]] = relationship(lazy="raise", order_by="RunTrainer.id")

    @property
    def where(self) -> str:
        """Its place in the reader's language."""
        return told(self.place)


class RunTrainer(Model):
    """A trainer of a run."""

    __tablename__ = "run_trainers"
    __table_args__ = (UniqueConstraint("run_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("course_runs.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    person: Mapped[Person] = relationship(lazy="raise")


class RunDate(Model):
    """A date of a run: a session in Plandište or online, a deadline."""

    __tablename__ = "run_dates"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("course_runs.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    starts: Mapped[datetime]
    ends: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(String(200), default="")

    @property
    def where(self) -> str:
        """Its place in the reader's language."""
        return told(self.place)
