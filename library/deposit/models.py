"""A deposit is many files sent together; each of them arrives piece by piece and becomes a draft."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from library.resources.models import AccessLevel
from rmtc.db import Model


class SendingState(StrEnum):
    """Where a sent file stands until it has become a draft; from then on the draft's file has a state of its own."""

    ARRIVING = "arriving"
    ARRIVED = "arrived"
    TAKEN = "taken"
    KNOWN = "known"
    REFUSED = "refused"


class Deposit(Model):
    """Files sent together, with what is said once about all of them; an empty language is taken from each text.

    Where `is_package`, each file is a ZIP that is tried and taken in as a package, and nothing is said here.
    """

    __tablename__ = "deposits"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(10), default="")
    access: Mapped[AccessLevel] = mapped_column(default=AccessLevel.PUBLIC)
    collection: Mapped[str] = mapped_column(String(60), default="")
    is_package: Mapped[bool] = mapped_column(default=False, server_default="0")


class SentFile(Model):
    """A file of a deposit: `received` of its `size` bytes lie under `part` in DATA/incoming, until `keep_until`.

    `modified` is the sender's stamp (milliseconds), which with name and size tells the same file when it is chosen
    again. `reason` is a code of `library.deposit.wording`.
    """

    __tablename__ = "sent_files"
    __table_args__ = (Index("ix_sent_files_place", "deposit_id", "state"), Index("ix_sent_files_kept", "keep_until"))

    id: Mapped[int] = mapped_column(primary_key=True)
    deposit_id: Mapped[int] = mapped_column(ForeignKey("deposits.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int] = mapped_column(BigInteger)
    modified: Mapped[int] = mapped_column(BigInteger, default=0)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    part: Mapped[str] = mapped_column(String(40), unique=True)
    state: Mapped[SendingState] = mapped_column(default=SendingState.ARRIVING)
    reason: Mapped[str] = mapped_column(String(40), default="")
    keep_until: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resources.id", ondelete="SET NULL"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("resource_files.id", ondelete="SET NULL"), index=True)
    package_id: Mapped[int | None] = mapped_column(ForeignKey("packages.id", ondelete="SET NULL"), index=True)
