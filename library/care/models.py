"""Links of records that are looked at in their turn."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model
from rmtc.i18n.said import Said, Sentence


class WatchedLink(Model):
    """An address that records name; `failures` counts the visits in a row that failed, since `failed_since`."""

    __tablename__ = "watched_links"
    __table_args__ = (Index("ix_watched_links_checked_at", "checked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(String(500), unique=True)
    checked_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    failed_since: Mapped[datetime | None]
    why: Mapped[Said | str] = mapped_column(Sentence(200), default="")
    records: Mapped[list[int]] = mapped_column(default=list)
