"""Counts of use. Nothing here says who: no person, no address, no session."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model


class UsageDay(Model):
    """How often a record's page was opened and its files were, on a day (Europe/Belgrade)."""

    __tablename__ = "usage_days"
    __table_args__ = (
        Index("ix_usage_days_day", "day"),
        Index("ix_usage_days_sums", "resource_id", "day", "views", "downloads"),  # sums come from the index alone
    )

    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    views: Mapped[int] = mapped_column(default=0)
    downloads: Mapped[int] = mapped_column(default=0)


class SearchDay(Model):
    """How many searches there were on a day, and how many of them found nothing."""

    __tablename__ = "search_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    asked: Mapped[int] = mapped_column(default=0)
    in_vain: Mapped[int] = mapped_column(default=0)


class VainSearch(Model):
    """Words that found nothing on a day, folded; kept for 90 days, since people may search for names."""

    __tablename__ = "vain_searches"

    day: Mapped[date] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(String(100), primary_key=True)
    many: Mapped[int] = mapped_column(default=0)
