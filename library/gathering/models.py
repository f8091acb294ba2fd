"""Repositories of partners, what was taken over from them, and each time it was tried."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model
from rmtc.i18n.said import Said, Sentence, heard


class PartnerRepository(Model):
    """A repository that answers OAI-PMH; `since` is the day from which changes are asked for next."""

    __tablename__ = "partner_repositories"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    address: Mapped[str] = mapped_column(String(500))
    part: Mapped[str] = mapped_column(String(120), default="")
    collection_id: Mapped[int | None] = mapped_column(ForeignKey("collections.id", ondelete="SET NULL"))
    language: Mapped[str] = mapped_column(String(10), default="en")
    publishes: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    since: Mapped[date | None]
    created_at: Mapped[datetime]


class TakenRecord(Model):
    """A record that was taken over: its identifier there, and the record here."""

    __tablename__ = "taken_records"
    __table_args__ = (UniqueConstraint("repository_id", "identifier"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    repository_id: Mapped[int] = mapped_column(ForeignKey("partner_repositories.id", ondelete="CASCADE"))
    identifier: Mapped[str] = mapped_column(String(300))
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), index=True)
    taken_at: Mapped[datetime]


class VisitState(StrEnum):
    """How a visit ended, if it has."""

    GOING = "going"
    DONE = "done"
    FAILED = "failed"


class Visit(Model):
    """One time a repository was asked; `counts` by what became of records, `reasons` are kept for those left out."""

    __tablename__ = "repository_visits"
    __table_args__ = (Index("ix_repository_visits_repository", "repository_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    repository_id: Mapped[int] = mapped_column(ForeignKey("partner_repositories.id", ondelete="CASCADE"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    state: Mapped[VisitState] = mapped_column(default=VisitState.GOING)
    why: Mapped[Said | str] = mapped_column(Sentence(300), default="")
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(default=list)

    @property
    def left_out(self) -> list[tuple[str, Said]]:
        """The records that were left out, and why."""
        return [(one["identifier"], heard(one["why"])) for one in self.reasons]
