"""Gathering what the newest edition of a course cites and has its learners read."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select

from courses.catalogue.models import Edition, EditionActivity
from library.exchange.described import Described
from library.feeds.queries import described_all, seen_in_order
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _

_LINK = re.compile(r'href="/library/(\d{1,9})(?:/read(?:#page=(\d{1,6}))?)?"')
_CITING = (
    select(EditionActivity.activity_id, EditionActivity.number, EditionActivity.content, EditionActivity.html)
    .where(
        EditionActivity.edition_id
        == select(func.max(Edition.id)).where(Edition.course_id == bindparam("course")).scalar_subquery()
    )
    .order_by(EditionActivity.position)
)


@dataclass(frozen=True)
class Place:
    """Where a course uses a record: the number of the activity, and the passage (empty: the whole of it)."""

    number: str
    passage: str = ""


@dataclass(frozen=True)
class Reference:
    """A record that a course uses, and where; `is_required` when learners are asked to read it."""

    record: Described
    places: tuple[Place, ...]
    is_required: bool


def references_of(session: ReadSession, course_id: int, actor: Actor | None, site: str) -> list[Reference]:
    """What a course uses of what somebody may see, by first maker and title; `site` has no slash at its end."""
    places: dict[int, list[Place]] = defaultdict(list)
    required = set()
    for row in session.execute(_CITING, {"course": course_id}):
        for resource_id, passage, is_read in _named(row.content, row.html):
            place = Place(row.number, passage)
            if place not in places[resource_id] and (passage or not _is_there(places[resource_id], row.number)):
                places[resource_id].append(place)
            if is_read:
                required.add(resource_id)
    records = described_all(session, seen_in_order(session, list(places), actor), site)
    found = [Reference(one, tuple(places[one.number]), one.number in required) for one, _cover in records]
    return sorted(found, key=lambda reference: _order(reference.record))


def _named(content: dict[str, Any], html: str) -> Iterator[tuple[int, str, bool]]:
    """The records an activity names: id, passage, and whether it is there to be read."""
    if content.get("resource_id"):
        yield int(content["resource_id"]), str(content.get("pages") or ""), True
    for source in content.get("sources", ()):
        yield int(source["resource_id"]), _passage(source), bool(source.get("required"))
    for found in _LINK.finditer(html):
        yield int(found[1]), "", False


def _passage(source: dict[str, Any]) -> str:
    """Where to look in a source: in words, else the pages."""
    first, last = int(source.get("page") or 0), int(source.get("last_page") or 0)
    pages = f"{first}–{last}" if last > first else ""
    return str(source.get("locator") or "") or (_("pp. %(pages)s") % {"pages": pages} if pages else "")


def _is_there(places: list[Place], number: str) -> bool:
    return any(place.number == number for place in places)


def _order(record: Described) -> tuple[str, str]:
    first = record.makers[0].name if record.makers else record.title
    return first.casefold(), record.title.casefold()
