"""Reading the counts of use."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, delete, func, select

from library.resources.models import Resource
from library.usage.models import SearchDay, UsageDay, VainSearch
from rmtc.db import ReadSession, WriteSession
from rmtc.paging import Paged, read_page

KEPT = timedelta(days=90)
"""So long words that found nothing are kept."""


@dataclass(frozen=True)
class Month:
    """What was opened and searched in a month; `key` is 2026-11."""

    key: str
    views: int
    downloads: int
    asked: int
    in_vain: int


def months(session: ReadSession, first: date) -> list[Month]:
    """The counts of each month since a day, the newest first."""
    found: dict[str, list[int]] = {}
    opened = select(UsageDay.day, func.sum(UsageDay.views), func.sum(UsageDay.downloads)).group_by(UsageDay.day)
    for day, views, downloads in session.execute(opened.where(UsageDay.day >= first)):
        _add(found, day, (views, downloads, 0, 0))
    for row in session.scalars(select(SearchDay).where(SearchDay.day >= first)):
        _add(found, row.day, (0, 0, row.asked, row.in_vain))
    return [Month(key, *counts) for key, counts in sorted(found.items(), reverse=True)]


def _add(found: dict[str, list[int]], day: date, counts: tuple[int, int, int, int]) -> None:
    sums = found.setdefault(f"{day:%Y-%m}", [0, 0, 0, 0])
    for place, many in enumerate(counts):
        sums[place] += many


def most_used(session: ReadSession, first: date, page: int) -> Paged[Row[Any]]:
    """A page of the records opened since a day, those opened most first: id, title, language, views, downloads."""
    views, downloads = func.sum(UsageDay.views).label("views"), func.sum(UsageDay.downloads).label("downloads")
    opened = select(UsageDay.resource_id, views, downloads).where(UsageDay.day >= first)
    sums = opened.group_by(UsageDay.resource_id).subquery().c  # titles are looked up for sums, not for each day
    wanted = (
        select(Resource.id, Resource.title, Resource.language, sums.views, sums.downloads)
        .join(sums.resource_id.table, sums.resource_id == Resource.id)
        .order_by((sums.views + sums.downloads).desc(), Resource.id)
    )
    return read_page(session, wanted, page)


def vain_words(session: ReadSession, most: int = 25) -> list[tuple[str, int]]:
    """The words that found nothing, those asked most first."""
    many = func.sum(VainSearch.many)
    wanted = select(VainSearch.words, many).group_by(VainSearch.words).order_by(many.desc(), VainSearch.words)
    return [(words, number) for words, number in session.execute(wanted.limit(most))]


def used_of(session: ReadSession, resource_id: int, since: date) -> tuple[int, int]:
    """How often a record's page and its files were opened since a day."""
    wanted = select(func.sum(UsageDay.views), func.sum(UsageDay.downloads))
    here = UsageDay.resource_id == resource_id, UsageDay.day >= since
    views, downloads = session.execute(wanted.where(*here)).one()
    return views or 0, downloads or 0


def forget_words(session: WriteSession, today: date) -> None:
    """Delete words that found nothing longer ago than they are kept."""
    session.execute(delete(VainSearch).where(VainSearch.day < today - KEPT))
