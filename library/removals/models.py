"""A request to take a document down, and the answer."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model


class RemovalGround(StrEnum):
    """Why somebody asks."""

    PERSONAL_DATA = "personal_data"
    RIGHTS = "rights"
    WRONG = "wrong"
    OTHER = "other"


class RemovalState(StrEnum):
    """Whether it was answered, and how."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"
    KEPT = "kept"


class RemovalRequest(Model):
    """Who asks, why, in which language; `forget_on` is when name, address and words go."""

    __tablename__ = "removal_requests"
    __table_args__ = (Index("ix_removal_requests_state", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    ground: Mapped[RemovalGround]
    text: Mapped[str] = mapped_column(String(5000))
    language: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    state: Mapped[RemovalState] = mapped_column(default=RemovalState.OPEN)
    reply: Mapped[str] = mapped_column(String(2000), default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    forget_on: Mapped[datetime | None] = mapped_column(index=True)
