"""Reading records, their files and the text of their pages."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload, with_expression
from sqlalchemy.sql.base import ExecutableOption

from library.resources.models import (
    Creator,
    CreatorName,
    FileState,
    Grant,
    Resource,
    ResourceCreator,
    ResourceFile,
    ResourceIdentifier,
    ResourcePage,
    ResourceState,
    ResourceVersion,
    folded_name,
)
from library.resources.policies import (
    GONE,
    HOLDERS,
    VISIBLE,
    VISIBLE_BY_GRANT,
    asking,
    files_open,
    holder_key,
    in_force,
    is_staff,
    seen_on_the_desk,
    visible,
)
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession, rows

WITH_CREATORS = selectinload(Resource.creators).joinedload(ResourceCreator.creator)
WITH_IDENTIFIERS = selectinload(Resource.identifiers)
WITH_FILES = selectinload(Resource.versions).selectinload(ResourceVersion.files).joinedload(ResourceFile.stored)
WITH_PLACES = (selectinload(Resource.collections), selectinload(Resource.subjects))
WITH_READERS = selectinload(Resource.readers)
WITH_ALL = (WITH_CREATORS, WITH_IDENTIFIERS, WITH_FILES, *WITH_PLACES)

_NAMED = select(Resource.id, Resource.title, Resource.language).where(Resource.id.in_(bindparam("ids", expanding=True)))
_TITLES = _NAMED.add_columns(or_(VISIBLE, GONE))
_TITLES_BY_GRANT = _NAMED.add_columns(or_(VISIBLE_BY_GRANT, GONE))

SHAPE = "5"
"""Raised when the index must learn something new of every record."""


def visible_resource(
    session: ReadSession, resource_id: int, actor: Actor | None, allowed: ColumnElement[bool] | None = None
) -> Resource | None:
    """A record with everything its page shows, if somebody may see it; staff see every state unless told otherwise."""
    if allowed is None:
        allowed = or_(visible(actor), seen_on_the_desk(actor))
    whole = select(Resource).where(Resource.id == resource_id, allowed).options(*WITH_ALL, with_open_files(actor))
    return session.scalar(whole, execution_options={"populate_existing": True})


def with_open_files(actor: Actor | None) -> ExecutableOption:
    """The option that says of each record loaded whether somebody may read its files."""
    return with_expression(Resource.files_are_open, files_open(actor))


def resource_with_files(session: ReadSession, resource_id: int) -> Resource | None:
    """A record with everything, whoever asks: for the desk and for work in the background."""
    whole = select(Resource).where(Resource.id == resource_id).options(*WITH_ALL, WITH_READERS)
    return session.scalar(whole)


def resources_with_all(session: ReadSession, ids: Sequence[int]) -> list[Resource]:
    """Some records with everything, in whatever state: for changes at the desk."""
    chosen = select(Resource).where(Resource.id.in_(ids)).options(*WITH_ALL, WITH_READERS)
    return list(session.scalars(chosen.order_by(Resource.id)))


def resource_by_key(session: ReadSession, key: str) -> Resource | None:
    """The record that has a key, with nothing loaded beside it."""
    return session.scalar(select(Resource).where(Resource.key == key))


def resources_by_keys(session: ReadSession, keys: Iterable[str]) -> dict[str, Resource]:
    """The records that have these keys (what lessons cite), in one query."""
    found = session.scalars(select(Resource).where(Resource.key.in_(list(keys))))
    return {resource.key: resource for resource in found if resource.key}


def visible_resources(session: ReadSession, ids: Sequence[int], actor: Actor | None) -> dict[int, Resource]:
    """Those of some records that somebody may see, with creators, by id."""
    if not ids:
        return {}
    found = session.scalars(select(Resource).where(Resource.id.in_(ids), visible(actor)).options(WITH_CREATORS))
    return {resource.id: resource for resource in found}


def titles_of(session: ReadSession, ids: Iterable[int], actor: Actor | None) -> dict[int, tuple[str, str] | None]:
    """Title and language of records by id, in one query; None for those whose title somebody may not know."""
    asked = asking(actor) | {"ids": list(ids)}
    found = rows(session, _TITLES_BY_GRANT if HOLDERS in asked else _TITLES, asked)
    everything = is_staff(actor)
    return {one: (title, language) if known or everything else None for one, title, language, known in found}


def newest_resources(session: ReadSession, actor: Actor | None, most: int = 4) -> list[Resource]:
    """The records published last, for a home page."""
    newest = select(Resource).where(visible(actor)).order_by(Resource.published_at.desc(), Resource.id.desc())
    return list(session.scalars(newest.options(WITH_CREATORS).limit(most)))


def count_visible(session: ReadSession, actor: Actor | None) -> int:
    """How many records somebody may see."""
    return session.scalar(select(func.count()).select_from(Resource).where(visible(actor))) or 0


def newest_files(session: ReadSession, ids: Sequence[int]) -> dict[int, list[ResourceFile]]:
    """The files of the newest version of each of some records, by the record's id."""
    files: dict[int, list[ResourceFile]] = {}
    if not ids:
        return files
    for resource_id, file in session.execute(_newest(ids)):
        files.setdefault(resource_id, []).append(file)
    return files


def _newest(ids: Sequence[int]) -> Select[int, ResourceFile]:
    last = (
        select(ResourceVersion.resource_id, func.max(ResourceVersion.number).label("number"))
        .where(ResourceVersion.resource_id.in_(ids))
        .group_by(ResourceVersion.resource_id)
        .subquery()
    )
    return (
        select(ResourceVersion.resource_id, ResourceFile)
        .join(ResourceFile, ResourceFile.version_id == ResourceVersion.id)
        .join(
            last,
            (last.c.resource_id == ResourceVersion.resource_id) & (last.c.number == ResourceVersion.number),
        )
        .options(joinedload(ResourceFile.stored))
        .order_by(ResourceFile.id)
    )


def pages_of(session: ReadSession, file_ids: Sequence[int], most: int = 10_000) -> Iterator[tuple[int, int, str]]:
    """File id, number and text of the pages of some files, at most so many from each."""
    if not file_ids:
        return iter(())
    rows = (
        select(ResourcePage.file_id, ResourcePage.number, ResourcePage.text)
        .where(ResourcePage.file_id.in_(file_ids), ResourcePage.number <= most)
        .order_by(ResourcePage.file_id, ResourcePage.number)
    )
    return ((file_id, number, text) for file_id, number, text in session.execute(rows))


def published_stamps(session: ReadSession, ids: Sequence[int] | None = None) -> dict[int, str]:
    """Every published record (or those of some) with a mark that changes when the index must learn something new."""
    grants = (
        select(Grant.resource_id, func.count().label("many")).where(in_force()).group_by(Grant.resource_id).subquery()
    )
    rows = (
        select(Resource.id, Resource.changed_at, func.coalesce(grants.c.many, 0))
        .outerjoin(grants, grants.c.resource_id == Resource.id)
        .where(Resource.state == ResourceState.PUBLISHED, Resource.id.in_(ids) if ids is not None else true())
    )
    return {number: f"{changed.isoformat()}/{many}/{SHAPE}" for number, changed, many in session.execute(rows)}


def published_with_places(session: ReadSession, ids: Sequence[int]) -> list[Resource]:
    """Published records with creators, collections and subjects, for the index."""
    chosen = select(Resource).where(Resource.id.in_(ids), Resource.state == ResourceState.PUBLISHED)
    return list(session.scalars(chosen.options(WITH_CREATORS, WITH_IDENTIFIERS, *WITH_PLACES, WITH_READERS)))


def grant_keys(session: ReadSession, ids: Sequence[int]) -> dict[int, list[str]]:
    """The keys of the holders of grants in force, by record."""
    keys: dict[int, list[str]] = {}
    rows = select(Grant.resource_id, Grant.holder_kind, Grant.holder_id).where(Grant.resource_id.in_(ids), in_force())
    for resource_id, kind, holder_id in session.execute(rows):
        keys.setdefault(resource_id, []).append(holder_key(kind, holder_id))
    return keys


def record_identified(session: ReadSession, scheme: str, value: str, but: int = 0) -> Resource | None:
    """The record that has an identifier, other than `but`; withdrawn ones do not count."""
    holding = (
        select(Resource)
        .join(ResourceIdentifier, ResourceIdentifier.resource_id == Resource.id)
        .where(ResourceIdentifier.scheme == scheme, ResourceIdentifier.value == value, Resource.id != but)
        .where(Resource.state != ResourceState.WITHDRAWN)
    )
    return session.scalars(holding.limit(1)).first()


def creators_known_as(session: ReadSession, names: Sequence[str]) -> dict[str, Creator]:
    """Persons and bodies by the names asked for: their own, in whichever script, or a further one."""
    folded = {name: folded_name(name) for name in names}
    own = session.scalars(select(Creator).where(Creator.folded.in_(folded.values())).order_by(Creator.id.desc()))
    further = session.execute(
        select(CreatorName.folded, Creator)
        .join(Creator, Creator.id == CreatorName.creator_id)
        .where(CreatorName.folded.in_(folded.values()))
    )
    known = dict(iter(further)) | {one.folded: one for one in own}
    return {name: known[key] for name, key in folded.items() if key in known}


def records_with_content(session: ReadSession, sha256: str) -> list[Resource]:
    """The records that hold a file with this content already."""
    holding = (
        select(Resource)
        .join(ResourceVersion, ResourceVersion.resource_id == Resource.id)
        .join(ResourceFile, ResourceFile.version_id == ResourceVersion.id)
        .where(ResourceFile.sha256 == sha256)
        .order_by(Resource.id)
    )
    return list(session.scalars(holding.distinct()))


def file_with_record(session: ReadSession, file_id: int) -> tuple[ResourceFile, Resource] | None:
    """A file with its stored content's row, and its record."""
    row = session.execute(
        select(ResourceFile, Resource)
        .join(ResourceVersion, ResourceVersion.id == ResourceFile.version_id)
        .join(Resource, Resource.id == ResourceVersion.resource_id)
        .where(ResourceFile.id == file_id)
        .options(joinedload(ResourceFile.stored))
    ).first()
    return (row[0], row[1]) if row else None


def count_files_by_state(session: ReadSession) -> dict[FileState, int]:
    """How many files stand where."""
    wanted = select(ResourceFile.state, func.count()).group_by(ResourceFile.state).order_by(ResourceFile.state)
    rows = session.execute(wanted)
    return dict(iter(rows))


def public_addresses(session: ReadSession) -> list[str]:
    """The paths of the records everybody may see, for the map of the site."""
    ids = session.scalars(select(Resource.id).where(visible(None)).order_by(Resource.id).limit(45_000))
    return ["/library", *(f"/library/{resource_id}" for resource_id in ids)]
