"""Who may see what: one rule, as a condition in SQL and as keys for the search index.

Pages, search, facets, counts, snippets, covers, downloads and the API all go through here. A record is seen by those
its level names and by those with leave; its files are read by those of them whom `files_access` names, too, from the
day they open.
"""

from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, bindparam, exists, false, func, or_, select, true, tuple_

from library.collections import holding
from library.collections.policies import CURATOR, REVIEWER, held_by
from library.resources.models import AccessLevel, Grant, Resource, ResourceCollection, ResourceReader, ResourceState
from rmtc.accounts.actors import Actor
from rmtc.among import among
from rmtc.clock import now, today

is_staff, holders, holder_key = holding.is_staff, holding.holders, holding.holder_key

LEVELS, HOLDERS, MOMENT, DAY = "asking_levels", "asking_holders", "asking_moment", "asking_day"
KEEPERS: Final = (REVIEWER, CURATOR)
"""Those who the level `collection` means: whoever looks records over or keeps them, on the collection or above it."""
EVERYONE, SIGNED_IN = frozenset(AccessLevel), frozenset({AccessLevel.SIGNED_IN, *list(AccessLevel)[2:]})
WIDER: Final = {AccessLevel.PUBLIC: EVERYONE, AccessLevel.SIGNED_IN: SIGNED_IN}


def levels(actor: Actor | None) -> list[AccessLevel]:
    """The access levels that are open to somebody in every record; staff see them all."""
    if actor is None:
        return [AccessLevel.PUBLIC]
    return list(AccessLevel) if is_staff(actor) else [AccessLevel.PUBLIC, AccessLevel.SIGNED_IN]


def access_keys(actor: Actor | None) -> frozenset[str]:
    """The keys somebody holds for the search index; `document_keys` are their counterpart."""
    return frozenset([*levels(actor), *(holder_key(*holder) for holder in holders(actor))])


def _opened(level: Any, open_levels: Any, held: Any) -> ColumnElement[bool]:
    """The condition that a level lets somebody in: everywhere, or in this record for what they hold."""
    everywhere = among(level, LEVELS, String()) if open_levels is None else level.in_(open_levels)
    if held is None:
        return everywhere
    mine = tuple_(ResourceReader.holder_kind, ResourceReader.holder_id).in_(held)
    named = exists().where(ResourceReader.resource_id == Resource.id, mine)
    kept = select(ResourceCollection.resource_id).where(ResourceCollection.collection_id.in_(held_by(held, KEEPERS)))
    return or_(
        everywhere,
        and_(level == AccessLevel.NAMED, named),
        and_(level == AccessLevel.COLLECTION, Resource.id.in_(kept)),
    )


def _granted(held: Any, moment: Any) -> ColumnElement[bool]:
    if held is None:
        return false()
    mine = tuple_(Grant.holder_kind, Grant.holder_id).in_(held)
    return exists().where(Grant.resource_id == Resource.id, mine, _lasting(moment))


def _rule(open_levels: Any, held: Any, moment: Any) -> ColumnElement[bool]:
    """The rule itself, over values or over parameters of a statement that is built once.

    The levels are those given to the statement if None; nothing is held if None.
    """
    opened = _opened(Resource.access, open_levels, held)
    return and_(Resource.state == ResourceState.PUBLISHED, or_(opened, _granted(held, moment)))


def _files_rule(open_levels: Any, held: Any, moment: Any, day: Any) -> ColumnElement[bool]:
    """The same for the files of a record that may be seen."""
    level = func.coalesce(Resource.files_access, Resource.access, type_=Resource.access.type)
    is_time = or_(Resource.files_open_on.is_(None), Resource.files_open_on <= day)
    return or_(and_(is_time, _opened(level, open_levels, held)), _granted(held, moment))


def visible(actor: Actor | None) -> ColumnElement[bool]:
    """The condition that a published record may be seen by somebody."""
    return _rule(levels(actor), _held(actor), now())


def files_open(actor: Actor | None) -> ColumnElement[bool]:
    """The condition that somebody who may see a record may read its files."""
    if is_staff(actor):
        return true()
    return or_(_files_rule(levels(actor), _held(actor), now(), today()), seen_on_the_desk(actor))


def _held(actor: Actor | None) -> list[tuple[str, int]] | None:
    return None if is_staff(actor) else holders(actor) or None


def asking(actor: Actor | None) -> dict[str, Any]:
    """The parameters of VISIBLE and FILES_OPEN for somebody, or of those BY_GRANT where holders are among them."""
    held = _held(actor)
    day = date.max if is_staff(actor) else today()
    return {LEVELS: levels(actor), DAY: day} | ({HOLDERS: held, MOMENT: now()} if held else {})


def is_public(resource: Resource) -> bool:
    """Say whether everybody may see a record that is loaded: `visible(None)` for one record, without a query."""
    return resource.state is ResourceState.PUBLISHED and resource.access in levels(None)


def text_is_open(resource: Resource) -> bool:
    """Say whether all who may see a record may read its files, so that its text can be searched."""
    if resource.files_open_on and resource.files_open_on > today():
        return False
    level = resource.files_access or resource.access
    return resource.access in WIDER.get(level, {level, AccessLevel.STAFF})


def told(actor: Actor | None) -> ColumnElement[bool]:
    """The condition that somebody may know a record's title: they may see it, or read what is left of it."""
    gone = and_(Resource.state == ResourceState.WITHDRAWN, Resource.access.in_(levels(actor)))
    return or_(visible(actor), gone, seen_on_the_desk(actor))


def seen_on_the_desk(actor: Actor | None) -> ColumnElement[bool]:
    """The condition that a record in any state may be seen by somebody: staff see all, others the drafts of theirs."""
    if is_staff(actor):
        return true()
    if actor is None:
        return false()
    mine = held_by(holders(actor), KEEPERS)
    placed = select(ResourceCollection.resource_id).where(ResourceCollection.collection_id.in_(mine))
    own = or_(Resource.created_by == actor.id, Resource.id.in_(placed))
    return and_(Resource.state == ResourceState.DRAFT, own)


def in_force() -> ColumnElement[bool]:
    """The condition that a grant has not ended."""
    return _lasting(now())


def _lasting(moment: Any) -> ColumnElement[bool]:
    return or_(Grant.until.is_(None), Grant.until > moment)


_HOLDERS: Final[Any] = bindparam(HOLDERS, expanding=True)
_MOMENT: Final[Any] = bindparam(MOMENT)
_DAY: Final[Any] = bindparam(DAY)
VISIBLE: Final = _rule(None, None, None)
VISIBLE_BY_GRANT: Final = _rule(None, _HOLDERS, _MOMENT)
"""The condition of `visible`, for statements that are built once; `asking` gives their parameters."""

FILES_OPEN: Final = _files_rule(None, None, None, _DAY)
FILES_OPEN_BY_GRANT: Final = _files_rule(None, _HOLDERS, _MOMENT, _DAY)
"""The condition of `files_open`, likewise."""

GONE: Final = and_(Resource.state == ResourceState.WITHDRAWN, among(Resource.access, LEVELS, String()))
"""The condition that a record was withdrawn, and somebody may read what is left of it; for a statement built once."""
