"""A package is a ZIP that a librarian hands in: tried first, line by line, and taken in then."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model
from rmtc.i18n.said import Said, Sentence

ZIP: Final = "application/zip"


class PackageState(StrEnum):
    """Where a package stands."""

    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"


class Package(Model):
    """A ZIP in DATA/incoming under `part` until it is taken in, or until `keep_until`; `reason` is why it was not."""

    __tablename__ = "packages"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int] = mapped_column(BigInteger)
    part: Mapped[str] = mapped_column(String(40), unique=True)
    state: Mapped[PackageState] = mapped_column(default=PackageState.CHECKING)
    reason: Mapped[Said | str] = mapped_column(Sentence(400), default="")
    keep_until: Mapped[datetime | None]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]


class PackageRow(Model):
    """What would become, or became, of a line of a package: "would add", "added", "known" or "refused", and why."""

    __tablename__ = "package_rows"

    package_id: Mapped[int] = mapped_column(ForeignKey("packages.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(500))
    what: Mapped[str] = mapped_column(String(12))
    sentence: Mapped[Said | str] = mapped_column(Sentence(500), default="")
    title: Mapped[str] = mapped_column(String(500), default="")
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resources.id", ondelete="SET NULL"), index=True)
