"""Who may see what: one rule, as a condition in SQL and as keys for the search index.

Pages, search, facets, counts, snippets, covers, downloads and the API all go through here.
"""

from sqlalchemy import ColumnElement, and_, exists, false, or_, true, tuple_

from library.resources.models import AccessLevel, Grant, Resource, ResourceState
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import RoleName
from rmtc.clock import now

STAFF = (RoleName.LIBRARIAN, RoleName.MANAGER, RoleName.ADMIN)


def is_staff(actor: Actor | None) -> bool:
    """Say whether somebody keeps the library."""
    return actor is not None and any(actor.has(role) for role in STAFF)


def levels(actor: Actor | None) -> list[AccessLevel]:
    """The access levels that are open to somebody."""
    if actor is None:
        return [AccessLevel.PUBLIC]
    return [AccessLevel.PUBLIC, AccessLevel.SIGNED_IN, *([AccessLevel.STAFF] if is_staff(actor) else [])]


def holders(actor: Actor | None) -> list[tuple[str, int]]:
    """Everything a grant may name that means this person: themselves, their institution, the scopes of their roles."""
    if actor is None:
        return []
    groups = {(kind, scope) for _, kind, scope in actor.grants if kind}
    if actor.institution_id:
        groups.add(("institution", actor.institution_id))
    return [("person", actor.id), *sorted(groups)]


def access_keys(actor: Actor | None) -> frozenset[str]:
    """The keys somebody holds for the search index; `document_keys` are their counterpart."""
    return frozenset([*levels(actor), *(holder_key(*holder) for holder in holders(actor))])


def holder_key(kind: str, holder_id: int) -> str:
    """The key of the holder of a grant."""
    return f"{kind}:{holder_id}"


def visible(actor: Actor | None) -> ColumnElement[bool]:
    """The condition that a published record may be seen by somebody."""
    open_to = Resource.access.in_(levels(actor))
    held = holders(actor)
    granted: ColumnElement[bool] = false()
    if held and not is_staff(actor):
        mine = tuple_(Grant.holder_kind, Grant.holder_id).in_(held)
        granted = exists().where(Grant.resource_id == Resource.id, mine, in_force())
    return and_(Resource.state == ResourceState.PUBLISHED, or_(open_to, granted))


def told(actor: Actor | None) -> ColumnElement[bool]:
    """The condition that somebody may know a record's title: they may see it, or read what is left of it."""
    gone = and_(Resource.state == ResourceState.WITHDRAWN, Resource.access.in_(levels(actor)))
    return or_(visible(actor), gone, seen_on_the_desk(actor))


def seen_on_the_desk(actor: Actor | None) -> ColumnElement[bool]:
    """The condition that a record in any state may be seen by somebody: staff see all of them."""
    return true() if is_staff(actor) else false()


def in_force() -> ColumnElement[bool]:
    """The condition that a grant has not ended."""
    return or_(Grant.until.is_(None), Grant.until > now())
