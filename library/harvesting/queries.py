"""Which records a harvester is told of, in which sets, with which stamp.

A list goes by the record's id, which never changes: a record that is changed, withdrawn or closed while a harvest is
under way keeps its place, so that each is delivered once, as it is at that moment. Only the public state decides what
is shown; `announced_at` alone decides the stamp.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from library.collections.labels import label
from library.collections.models import Collection
from library.collections.queries import all_collections
from library.harvesting.protocol import Window
from library.relations.queries import related_in_public
from library.resources.kinds import KINDS
from library.resources.models import Resource, ResourceCollection
from library.resources.policies import visible
from library.resources.queries import WITH_ALL, with_open_files
from rmtc.db import ReadSession
from rmtc.i18n.languages import DEFAULT

SECOND = timedelta(seconds=1)
stamped = func.coalesce(Resource.announced_at, Resource.changed_at, type_=Resource.changed_at.type)


@dataclass(frozen=True)
class Announced:
    """A record as harvesters know it; `resource` is empty for one that is no longer public.

    `related` are senses and numbers of the public records it belongs with, where metadata were asked for.
    """

    number: int
    stamp: datetime
    sets: tuple[str, ...]
    resource: Resource | None
    related: Sequence[tuple[str, int]] = ()


def announced() -> ColumnElement[bool]:
    """The condition that the public sees a record, or saw it once."""
    return or_(visible(None), Resource.announced_at.is_not(None))


def count_announced(session: ReadSession, window: Window, chosen: ColumnElement[bool]) -> int:
    """How many records a list will have."""
    return session.scalar(select(func.count()).select_from(Resource).where(announced(), _within(window), chosen)) or 0


def announced_after(
    session: ReadSession, window: Window, chosen: ColumnElement[bool], after: int, most: int, *, whole: bool
) -> list[Announced]:
    """The next records of a list, at most so many; `whole` loads what their metadata need."""
    rows = (
        select(Resource.id, stamped, Resource.kind)
        .where(announced(), _within(window), chosen, Resource.id > after)
        .order_by(Resource.id)
        .limit(most)
    )
    return _gathered(session, [(row[0], row[1], row[2]) for row in session.execute(rows)], whole=whole)


def one_announced(session: ReadSession, number: int) -> Announced | None:
    """The record that has a number, if harvesters know it."""
    rows = select(Resource.id, stamped, Resource.kind).where(announced(), Resource.id == number)
    found = _gathered(session, [(row[0], row[1], row[2]) for row in session.execute(rows)], whole=True)
    return found[0] if found else None


def first_stamp(session: ReadSession) -> datetime | None:
    """The earliest moment at which something was announced."""
    return session.scalar(select(func.min(stamped)).where(announced()))


def first_number(session: ReadSession) -> int | None:
    """The number of the first record that was announced."""
    return session.scalar(select(func.min(Resource.id)).where(announced()))


def stamp_of(moment: datetime) -> datetime:
    """The stamp of a moment: the end of its second, so that what is committed within it is in the next harvest."""
    return moment.replace(microsecond=0) + SECOND


def public_sets(session: ReadSession) -> dict[str, str]:
    """Address and English name of the sets: kinds and collections in which the public sees something."""
    kinds = session.scalars(select(Resource.kind).where(visible(None)).distinct().order_by(Resource.kind))
    filled = select(ResourceCollection.collection_id).join(Resource).where(visible(None)).distinct()
    shelves = {one.id: one for one in all_collections(session)}
    places = sorted({path for number in session.scalars(filled) for path in _above(number, shelves)})
    found = {f"kind:{kind}": KINDS.get(kind, kind) for kind in kinds}
    named = {one.id: label(one.titles, DEFAULT, one.key).text for one in shelves.values()}
    return found | {_path(path, shelves): named[path[-1]] for path in places}


def in_set(session: ReadSession, spec: str) -> ColumnElement[bool] | None:
    """The condition that a record is in a set, below it counted too; None for a set there is not."""
    if not spec:
        return true()
    if spec not in public_sets(session):
        return None
    family, _colon, rest = spec.partition(":")
    if family == "kind":
        return Resource.kind == rest
    shelves = {one.id: one for one in all_collections(session)}
    inside = [number for number in shelves if f"{_path(_line(number, shelves), shelves)}:".startswith(f"{spec}:")]
    held = select(ResourceCollection.resource_id).where(ResourceCollection.collection_id.in_(inside))
    return Resource.id.in_(held)


def _within(window: Window) -> ColumnElement[bool]:
    """The condition on the moment that puts the stamp into a window."""
    begins = (stamped >= window.begins - SECOND) if window.begins else true()
    ends = (stamped < window.ends - SECOND) if window.ends else true()
    return and_(begins, ends)


def _gathered(session: ReadSession, rows: Sequence[tuple[int, datetime, str]], *, whole: bool) -> list[Announced]:
    numbers = [number for number, _stamp, _kind in rows]
    open_now = select(Resource).where(Resource.id.in_(numbers), visible(None))
    if whole:
        open_now = open_now.options(*WITH_ALL, with_open_files(None))
    public = {one.id: one for one in session.scalars(open_now)}
    related = related_in_public(session, public) if whole and public else {}
    shelves = {one.id: one for one in all_collections(session)}
    places: dict[int, list[str]] = {}
    held = select(ResourceCollection).where(ResourceCollection.resource_id.in_(public))
    for place in session.scalars(held):
        path = _path(_line(place.collection_id, shelves), shelves)
        places.setdefault(place.resource_id, []).append(path)
    return [
        Announced(
            number,
            stamp_of(moment),
            (f"kind:{kind}", *sorted(places.get(number, []))) if number in public else (),
            public.get(number),
            related.get(number, ()),
        )
        for number, moment, kind in rows
    ]


def _line(number: int, shelves: Mapping[int, Collection]) -> tuple[int, ...]:
    """A collection after those it stands in; a circle ends."""
    line: list[int] = []
    here: int | None = number
    while here is not None and here in shelves and here not in line:
        line.insert(0, here)
        here = shelves[here].parent_id
    return tuple(line)


def _above(number: int, shelves: Mapping[int, Collection]) -> list[tuple[int, ...]]:
    line = _line(number, shelves)
    return [line[:end] for end in range(1, len(line) + 1)]


def _path(line: Sequence[int], shelves: Mapping[int, Collection]) -> str:
    return ":".join(["collection", *(shelves[number].key for number in line)])
