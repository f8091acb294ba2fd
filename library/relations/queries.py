"""Reading how records belong together."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, true

from library.relations.forms import SENSES, number_in
from library.resources.models import Resource, ResourceRelation
from library.resources.policies import visible
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession
from rmtc.paging import Paged, read_page

MOST = 100
"""How many records a public page names beside its own."""
AT_THE_DESK = 50
MOST_SUGGESTED = 8

Related = dict[str, list[tuple[int, Resource]]]
"""By sense: the relation's number and the other record."""


def related(session: ReadSession, resource_id: int, actor: Actor | None) -> Related:
    """The records that belong to one, as far as somebody may see them."""
    return _grouped(resource_id, session.execute(_related(resource_id, visible(actor)).limit(MOST)).all())


def related_at_the_desk(session: ReadSession, resource_id: int, page: int) -> tuple[Related, Paged[Any]]:
    """The same in whatever state, for librarians, a page at a time."""
    found = read_page(session, _related(resource_id, true()), page, AT_THE_DESK)
    return _grouped(resource_id, found.rows), found


def related_in_public(session: ReadSession, numbers: Collection[int]) -> dict[int, list[tuple[str, int]]]:
    """How some records stand to others that everybody may see: senses and numbers, by record."""
    ours = or_(ResourceRelation.from_id.in_(numbers), ResourceRelation.to_id.in_(numbers))
    said = session.scalars(select(ResourceRelation).where(ours).order_by(ResourceRelation.id)).all()
    ends = {end for one in said for end in (one.from_id, one.to_id)}
    public = set(session.scalars(select(Resource.id).where(Resource.id.in_(ends), visible(None))))
    found: dict[int, list[tuple[str, int]]] = {}
    for one in said:
        for here, there, is_forward in ((one.from_id, one.to_id, True), (one.to_id, one.from_id, False)):
            if here in numbers and there in public:
                found.setdefault(here, []).append((_sense(one.kind, is_forward=is_forward), there))
    return found


def relations_of(session: ReadSession, resource_id: int) -> list[tuple[str, int]]:
    """How a record stands to others, in whatever state: senses and numbers."""
    mine = or_(ResourceRelation.from_id == resource_id, ResourceRelation.to_id == resource_id)
    found = session.scalars(select(ResourceRelation).where(mine).order_by(ResourceRelation.id))
    ends = [(one.kind, one.from_id == resource_id, one) for one in found]
    return [(_sense(kind, is_forward=fore), one.to_id if fore else one.from_id) for kind, fore, one in ends]


def _sense(kind: str, *, is_forward: bool) -> str:
    """The name of a kind of relation seen from one side; the only one there is where both sides are alike."""
    names = {sense.is_forward: name for name, sense in SENSES.items() if sense.kind == kind}
    return names.get(is_forward) or names[True]


def _related(resource_id: int, allowed: ColumnElement[bool]) -> Select[ResourceRelation, Resource]:
    mine = or_(ResourceRelation.from_id == resource_id, ResourceRelation.to_id == resource_id)
    other = or_(
        (ResourceRelation.to_id == Resource.id) & (ResourceRelation.from_id == resource_id),
        (ResourceRelation.from_id == Resource.id) & (ResourceRelation.to_id == resource_id),
    )
    wanted = select(ResourceRelation, Resource).join(Resource, other).where(mine, allowed)
    return wanted.order_by(Resource.title, ResourceRelation.id)


def _grouped(resource_id: int, rows: Sequence[Any]) -> Related:
    found: Related = {}
    for name, sense in SENSES.items():
        for relation, resource in rows:
            is_forward = relation.from_id == resource_id
            if relation.kind == sense.kind and (is_forward == sense.is_forward or sense.kind == "goes_with"):
                found.setdefault(name, []).append((relation.id, resource))
    return found


def record_meant(session: ReadSession, text: str) -> Resource | None:
    """The record that was typed: by number, address, or exact title."""
    if (number := number_in(text)) is not None:
        return session.get(Resource, number)
    return session.scalars(select(Resource).where(Resource.title == text).order_by(Resource.id).limit(1)).first()


def suggested_records(session: ReadSession, typed: str) -> Sequence[str]:
    """Records whose title holds what is typed, as number and title."""
    words = typed.split()
    if not words:
        return []
    found = select(Resource.id, Resource.title)
    for word in words:
        found = found.where(Resource.title.icontains(word, autoescape=True))
    rows = session.execute(found.order_by(Resource.changed_at.desc()).limit(MOST_SUGGESTED))
    return [f"{number}: {title}" for number, title in rows]


def leads_back(session: ReadSession, kind: str, from_id: int, to_id: int, most: int = 50) -> bool:
    """Say whether one comes from the second record back to the first by relations of this kind."""
    seen, edge = {to_id}, {to_id}
    for _ in range(most):
        if from_id in seen or not edge:
            break
        rows = select(ResourceRelation.to_id).where(ResourceRelation.kind == kind, ResourceRelation.from_id.in_(edge))
        edge = set(session.scalars(rows)) - seen
        seen |= edge
    return from_id in seen
