"""Who may see what: one rule, as a condition in SQL and as keys for the search index.

Pages, search, facets, counts, snippets, covers, downloads and the API all go through here.
"""

from typing import Any, Final

from sqlalchemy import ColumnElement, and_, bindparam, exists, false, or_, true, tuple_

from library.collections import holding
from library.resources.models import AccessLevel, Grant, Resource, ResourceState
from rmtc.accounts.actors import Actor
from rmtc.clock import now

is_staff, holders, holder_key = holding.is_staff, holding.holders, holding.holder_key


def levels(actor: Actor | None) -> list[AccessLevel]:
    """The access levels that are open to somebody."""
    if actor is None:
        return [AccessLevel.PUBLIC]
    return [AccessLevel.PUBLIC, AccessLevel.SIGNED_IN, *([AccessLevel.STAFF] if is_staff(actor) else [])]


def access_keys(actor: Actor | None) -> frozenset[str]:
    """The keys somebody holds for the search index; `document_keys` are their counterpart."""
    return frozenset([*levels(actor), *(holder_key(*holder) for holder in holders(actor))])


def _rule(open_levels: Any, held: Any, moment: Any) -> ColumnElement[bool]:
    """The rule itself, over values or over parameters of a statement that is built once; nothing is held if None."""
    granted: ColumnElement[bool] = false()
    if held is not None:
        mine = tuple_(Grant.holder_kind, Grant.holder_id).in_(held)
        granted = exists().where(Grant.resource_id == Resource.id, mine, _lasting(moment))
    return and_(Resource.state == ResourceState.PUBLISHED, or_(Resource.access.in_(open_levels), granted))


def visible(actor: Actor | None) -> ColumnElement[bool]:
    """The condition that a published record may be seen by somebody."""
    held = [] if is_staff(actor) else holders(actor)
    return _rule(levels(actor), held or None, now())


def asking(actor: Actor | None) -> dict[str, Any]:
    """The parameters of VISIBLE for somebody, or of VISIBLE_BY_GRANT where holders are among them."""
    held = [] if is_staff(actor) else holders(actor)
    return {LEVELS: levels(actor)} | ({HOLDERS: held, MOMENT: now()} if held else {})


def is_public(resource: Resource) -> bool:
    """Say whether everybody may see a record that is loaded: `visible(None)` for one record, without a query."""
    return resource.state is ResourceState.PUBLISHED and resource.access in levels(None)


def told(actor: Actor | None) -> ColumnElement[bool]:
    """The condition that somebody may know a record's title: they may see it, or read what is left of it."""
    gone = and_(Resource.state == ResourceState.WITHDRAWN, Resource.access.in_(levels(actor)))
    return or_(visible(actor), gone, seen_on_the_desk(actor))


def seen_on_the_desk(actor: Actor | None) -> ColumnElement[bool]:
    """The condition that a record in any state may be seen by somebody: staff see all of them."""
    return true() if is_staff(actor) else false()


def in_force() -> ColumnElement[bool]:
    """The condition that a grant has not ended."""
    return _lasting(now())


def _lasting(moment: Any) -> ColumnElement[bool]:
    return or_(Grant.until.is_(None), Grant.until > moment)


LEVELS, HOLDERS, MOMENT = "asking_levels", "asking_holders", "asking_moment"
VISIBLE: Final = _rule(bindparam(LEVELS, expanding=True), None, None)
VISIBLE_BY_GRANT: Final = _rule(
    bindparam(LEVELS, expanding=True), bindparam(HOLDERS, expanding=True), bindparam(MOMENT)
)
"""The condition of `visible`, for statements that are built once; `asking` gives their parameters."""

GONE: Final = and_(Resource.state == ResourceState.WITHDRAWN, Resource.access.in_(bindparam(LEVELS, expanding=True)))
"""The condition that a record was withdrawn, and somebody may read what is left of it; for a statement built once."""
