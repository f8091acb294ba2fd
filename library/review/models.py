"""The steps of a record's review, and what was answered about personal data in it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model


class StepKind(StrEnum):
    """What was done; a draft waits for review while asking for it is the last step that is not a comment."""

    ASKED = "asked"
    COMMENTED = "commented"
    RETURNED = "returned"
    PUBLISHED = "published"


class ReviewStep(Model):
    """Something said or decided about a draft."""

    __tablename__ = "review_steps"
    __table_args__ = (Index("ix_review_steps_resource", "resource_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    kind: Mapped[StepKind]
    text: Mapped[str] = mapped_column(String(2000), default="")
    by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class PersonalDataCheck(Model):
    """What somebody answered about personal data in a record; the latest counts, the earlier ones are kept."""

    __tablename__ = "personal_data_checks"
    __table_args__ = (Index("ix_personal_data_checks_resource", "resource_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    answers: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(String(500), default="")
    by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
