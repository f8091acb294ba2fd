"""Audit entries hold ids and a salted digest only; what may have to be erased lies apart."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model


class AuditBlock(Model):
    """A sealed row of entries: its hash covers the block before it, its signature covers the hash."""

    __tablename__ = "audit_blocks"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entries: Mapped[int]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime]
    key_id: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))


class AuditEntry(Model):
    """One change: what happened to which subject, by whom, when."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(80))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    by: Mapped[int | None]
    digest: Mapped[str] = mapped_column(String(64))
    block_number: Mapped[int | None] = mapped_column(ForeignKey("audit_blocks.number"), index=True)
    position: Mapped[int | None]


class AuditDetail(Model):
    """What an entry speaks of; erasing it leaves the digest, so the chain still holds."""

    __tablename__ = "audit_details"

    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entries.id"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    details: Mapped[dict[str, Any]]
