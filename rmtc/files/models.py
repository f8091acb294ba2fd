"""Files as the store keeps them: once for each content."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model


class StoredFile(Model):
    """A file in the store, known by the SHA-256 (hex) of its content; size in bytes."""

    __tablename__ = "stored_files"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]


class Fixity(StrEnum):
    """What was found when a file was read again: its content as it was, another one, or nothing."""

    WHOLE = "whole"
    CHANGED = "changed"
    MISSING = "missing"


class FixityCheck(Model):
    """A file was read again and hashed; only ever added. `found` is the SHA-256 (hex) of what was read."""

    __tablename__ = "fixity_checks"
    __table_args__ = (Index("ix_fixity_checks_file", "sha256", "id"), Index("ix_fixity_checks_at", "checked_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"))
    checked_at: Mapped[datetime]
    outcome: Mapped[Fixity]
    found: Mapped[str] = mapped_column(String(64), default="")
