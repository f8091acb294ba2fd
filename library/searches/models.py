"""A search somebody keeps, and what they know of it already."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model


class Letters(StrEnum):
    """How often somebody is written to about what is new."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"


class SavedSearch(Model):
    """A search under a name; `query` is that of its address.

    `looked_at` is when it was last looked through for letters; `feed_round` rises with each new address of its feed.
    """

    __tablename__ = "saved_searches"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    query: Mapped[str] = mapped_column(Text)
    letters: Mapped[Letters] = mapped_column(default=Letters.NEVER, index=True)
    feed_round: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    looked_at: Mapped[datetime]


class KnownMatches(Model):
    """The records (ids) a search had found when its letters began, or was told of since: none is told twice."""

    __tablename__ = "known_matches"

    search_id: Mapped[int] = mapped_column(ForeignKey("saved_searches.id", ondelete="CASCADE"), primary_key=True)
    ids: Mapped[list[int]]
