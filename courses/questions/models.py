"""A question is known by its number; what is asked is one of its versions, which never change."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rmtc.db import Model


class Question(Model):
    """A question in the bank of a course."""

    __tablename__ = "questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    versions: Mapped[list["QuestionVersion"]] = relationship(lazy="raise", order_by="QuestionVersion.number")


class QuestionVersion(Model):
    """What is asked, what is right, and what is said about each answer.

    `kind` names a module in courses/questions/kinds; `data` is that kind's own; `mark` is the usual full mark.
    """

    __tablename__ = "question_versions"
    __table_args__ = (UniqueConstraint("question_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(200))
    stem: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]]
    mark: Mapped[float] = mapped_column(default=1.0)
    feedback: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str] = mapped_column(String(6), default="")
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    question: Mapped[Question] = relationship(lazy="raise", back_populates="versions")
