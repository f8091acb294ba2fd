"""Reading the tree of collections, what stands on each, and who works there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, exists, func, or_, select, true

from library.collections.models import Collection, CollectionRole
from library.collections.policies import CURATOR, collections_held
from library.collections.queries import all_collections, roles_in
from library.collections.ways import collection_ways
from library.resources.models import Resource, ResourceCollection
from library.resources.policies import is_staff, visible
from library.resources.queries import WITH_CREATORS
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Institution, Person
from rmtc.db import ReadSession
from rmtc.paging import Paged, read_page

DEEPEST = 12


@dataclass(frozen=True)
class Branch:
    """A collection in the tree: how deep it stands, what is counted for it, whether another stands before or after."""

    collection: Collection
    depth: int
    records: int
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class Member:
    """Somebody who works in a collection: their name, and the collection they have the role in."""

    role: CollectionRole
    name: str
    collection: Collection


def tree(session: ReadSession, counts: Mapping[int, int], top: int | None = None) -> list[Branch]:
    """Every collection under one (None: all), those under another after it, with what is counted for it."""
    under: dict[int | None, list[Collection]] = {}
    for one in all_collections(session):
        under.setdefault(one.parent_id, []).append(one)

    def walk(parent: int | None, depth: int) -> Iterator[Branch]:
        beside = under.get(parent, [])
        for one in beside:
            yield Branch(one, depth, counts.get(one.id, 0), one is beside[0], one is beside[-1])
            if depth < DEEPEST:
                yield from walk(one.id, depth + 1)

    return list(walk(top, 0))


def counts_under(session: ReadSession, actor: Actor | None) -> dict[int, int]:
    """How many records somebody sees in each collection and under it, each counted once."""
    ways, place = collection_ways(), ResourceCollection
    rows = select(ways.c.reached, func.count(place.resource_id.distinct()))
    rows = rows.join(place, place.collection_id == ways.c.start).join(Resource, Resource.id == place.resource_id)
    return dict(iter(session.execute(rows.where(visible(actor)).group_by(ways.c.reached))))


def own_counts(session: ReadSession) -> dict[int, int]:
    """How many records stand in each collection itself, whatever their state."""
    rows = select(ResourceCollection.collection_id, func.count()).group_by(ResourceCollection.collection_id)
    return dict(iter(session.execute(rows)))


def way_to(collections: Sequence[Collection], collection: Collection) -> list[Collection]:
    """The collections that one stands under, from the top."""
    known = {one.id: one for one in collections}
    way: list[Collection] = []
    over = known.get(collection.parent_id or 0)
    while over is not None and over not in way:
        way.insert(0, over)
        over = known.get(over.parent_id or 0)
    return way


ORDER: Final = (
    ResourceCollection.position == 0,
    ResourceCollection.position,
    Resource.published_at.desc(),
    Resource.id.desc(),
)
"""Records that were given a place, then the newest."""


def in_order(collection_id: int, allowed: ColumnElement[bool]) -> Select[Resource]:
    """The records of a collection in its order."""
    placed = select(Resource).join(ResourceCollection, ResourceCollection.resource_id == Resource.id)
    return placed.where(ResourceCollection.collection_id == collection_id, allowed).order_by(*ORDER)


def places_in_order(collection_id: int) -> Select[ResourceCollection]:
    """The places of all records of a collection, in its order."""
    placed = select(ResourceCollection).join(Resource, Resource.id == ResourceCollection.resource_id)
    return placed.where(ResourceCollection.collection_id == collection_id).order_by(*ORDER)


def records_to_order(session: ReadSession, collection: Collection, number: int) -> Paged[Row[Any]]:
    """A page of all records of a collection, whatever their state."""
    return read_page(session, in_order(collection.id, true()), number)


def records_on(session: ReadSession, collection: Collection, actor: Actor | None, number: int) -> Paged[Row[Any]]:
    """A page of the records of a collection that somebody may see, in its order."""
    return read_page(session, in_order(collection.id, visible(actor)).options(WITH_CREATORS), number)


def members(session: ReadSession, way: Sequence[Collection]) -> list[Member]:
    """Who works in a collection: by roles held on itself or on those it stands under (its way from the top)."""
    named = {one.id: one for one in way}
    roles = roles_in(session, named)
    names = _names(session, roles)
    return [Member(role, names[role.holder_kind, role.holder_id], named[role.collection_id]) for role in roles]


def _names(session: ReadSession, roles: Sequence[CollectionRole]) -> dict[tuple[str, int], str]:
    """The names of those who hold some roles."""
    of = {kind: [one.holder_id for one in roles if one.holder_kind == kind] for kind in ("person", "institution")}
    people = session.execute(select(Person.id, Person.name).where(Person.id.in_(of["person"])))
    institutions = session.scalars(select(Institution).where(Institution.id.in_(of["institution"])))
    names = {("person", number): name for number, name in people}
    return names | {("institution", one.id): one.shown_name for one in institutions}


def keeps_some(session: ReadSession, actor: Actor | None) -> bool:
    """Say whether somebody keeps a collection at least; staff keep those to come, too."""
    if is_staff(actor):
        return True
    held = collections_held(actor, CURATOR)
    return bool(session.scalar(select(exists().where(Collection.id.in_(held)))))


def kept_ids(session: ReadSession, actor: Actor) -> set[int]:
    """The collections that somebody keeps."""
    return set(session.scalars(collections_held(actor, CURATOR)))


def is_in_use(session: ReadSession, collection: Collection) -> bool:
    """Say whether anything stands on a collection or under it."""
    used = or_(
        exists().where(ResourceCollection.collection_id == collection.id),
        exists().where(Collection.parent_id == collection.id),
    )
    return bool(session.scalar(select(used)))
