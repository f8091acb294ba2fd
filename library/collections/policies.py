"""Who may do what in a collection: a role held on it, or on one that it stands under."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Select, bindparam, select, tuple_
from sqlalchemy.orm import aliased

from library.collections.holding import holders, is_staff
from library.collections.models import Collection, CollectionRole, CollectionRoleName
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession, rows

SUBMITTER, REVIEWER, CURATOR = CollectionRoleName

SUFFICIENT: Final = {SUBMITTER: (SUBMITTER, REVIEWER, CURATOR), REVIEWER: (REVIEWER, CURATOR), CURATOR: (CURATOR,)}
"""The roles that are enough for what a role does."""


HELD: Final = (
    select(CollectionRole.id)
    .where(tuple_(CollectionRole.holder_kind, CollectionRole.holder_id).in_(bindparam("holders", expanding=True)))
    .limit(1)
)
"""A role of some holders in whichever collection; built once, since every home page asks."""


def works_in_collections(session: ReadSession, actor: Actor) -> bool:
    """Say whether somebody has a role in any collection, staff aside; asked of the database once for a session."""
    asked = ("works_in_collections", actor.id)
    if asked not in session.info:
        session.info[asked] = rows(session, HELD, {"holders": holders(actor)}).first() is not None
    return bool(session.info[asked])


def may(session: ReadSession, actor: Actor | None, role: CollectionRoleName, collection_id: int) -> bool:
    """Say whether somebody may do in a collection what a role does; staff may do all. One statement."""
    if is_staff(actor):
        return True
    held = collections_held(actor, role)
    return (
        session.scalar(select(Collection.id).where(Collection.id == collection_id, Collection.id.in_(held))) is not None
    )


def collections_held(actor: Actor | None, role: CollectionRoleName) -> Select[int]:
    """The ids of the collections in which somebody may do what a role does; for staff all, for a visitor none."""
    if is_staff(actor):
        return select(Collection.id)
    return held_by(holders(actor), SUFFICIENT[role])


def held_by(mine: Any, roles: Sequence[CollectionRoleName]) -> Select[int]:
    """The ids of the collections where one of these holders has one of the roles, and of all under them."""
    named = tuple_(CollectionRole.holder_kind, CollectionRole.holder_id).in_(mine)
    return _with_those_under(
        select(CollectionRole.collection_id.label("id")).where(named, CollectionRole.role.in_(roles))
    )


def subtree(collection_id: int) -> Select[int]:
    """The ids of a collection and of all under it."""
    return _with_those_under(select(Collection.id.label("id")).where(Collection.id == collection_id))


def _with_those_under(start: Select[int]) -> Select[int]:
    found, under = start.cte(recursive=True), aliased(Collection)
    found = found.union(select(under.id).join(found, under.parent_id == found.c.id))
    return select(found.c.id)
