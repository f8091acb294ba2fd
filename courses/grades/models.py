"""Grades: an item for each thing that is marked in a run, and entries that only ever get added."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model


class GradeItem(Model):
    """Something marked in a run: an activity, or an assessment of the curriculum. `weight` in percent."""

    __tablename__ = "grade_items"
    __table_args__ = (UniqueConstraint("run_id", "activity_id"), UniqueConstraint("run_id", "assessment_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("course_runs.id"))
    activity_id: Mapped[int | None]
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessments.id"))
    title: Mapped[str] = mapped_column(String(200))
    weight: Mapped[float] = mapped_column(default=0.0)
    full: Mapped[float] = mapped_column(default=100.0)
    must_pass: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)


class Grade(Model):
    """A grade given; the newest entry counts, a correction is a new entry with its reason."""

    __tablename__ = "grades"
    __table_args__ = (Index("ix_grades_item", "item_id", "enrolment_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("grade_items.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    value: Mapped[float]
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("attempts.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")
