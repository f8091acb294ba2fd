"""Requests to read files that are closed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from library.resources.models import Resource
from rmtc.db import Model


class RequestState(StrEnum):
    """Where a request stands."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"


class AccessRequest(Model):
    """Somebody asks to read the files of a record; `person_id` is empty for one without an account.

    `address` is the network address, for the throttle; `token_hash` is of the link that opens the files to one
    without an account.
    """

    __tablename__ = "access_requests"
    __table_args__ = (
        Index("ix_access_requests_state", "state", "asked_at"),
        Index("ix_access_requests_asked_at", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(10))
    address: Mapped[str] = mapped_column(String(45), default="")
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    state: Mapped[RequestState] = mapped_column(default=RequestState.WAITING)
    answer: Mapped[str] = mapped_column(String(1000), default="")
    until: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    resource: Mapped[Resource] = relationship(lazy="raise")
