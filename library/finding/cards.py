"""What a page of results shows of each record: plain rows, read with statements that are built once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, select

from library.collections.labels import Label, label
from library.finding.documents import READABLE
from library.resources.models import (
    AUTHOR,
    AccessLevel,
    Creator,
    Resource,
    ResourceCreator,
    ResourceFile,
    ResourcePage,
    ResourceVersion,
)
from library.resources.policies import FILES_OPEN, FILES_OPEN_BY_GRANT, HOLDERS, VISIBLE, VISIBLE_BY_GRANT, asking
from library.wording import format_of
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession, rows
from rmtc.files.models import StoredFile

MOST_PAGES: Final = 400
"""Pages of a file that are looked through for an extract."""


@dataclass(frozen=True, slots=True)
class FileCard:
    """A file of the newest version of a record."""

    id: int
    name: str
    format: str
    page_count: int
    has_cover: bool
    is_readable: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A record as a hit shows it; `makers` are its authors in one line, or the publisher where there is none.

    `files` are those the reader may open; `is_closed` says that there are some that they may not.
    """

    id: int
    kind: str
    access: AccessLevel
    title: str
    abstract: str
    abstracts: Mapping[str, Any]
    language: str
    year: int | None
    proofread: bool
    makers: str
    files: Sequence[FileCard]
    is_closed: bool = False

    def abstract_in(self, language: str) -> Label:
        """The abstract for a reader's language, else in another that there is."""
        return label({self.language: self.abstract, **self.abstracts}, language)


_IDS: Final = "ids"


def _records() -> Select[Any]:
    shown = (
        Resource.id, Resource.kind, Resource.access, Resource.title, Resource.abstract, Resource.abstracts,
        Resource.language, Resource.year, Resource.proofread, Resource.publisher,
    )  # fmt: skip
    return select(*shown).where(Resource.id.in_(bindparam(_IDS, expanding=True)))


def _files() -> Select[Any, *tuple[Any, ...]]:
    shown = (
        ResourceVersion.resource_id, ResourceFile.id, ResourceFile.name, StoredFile.media_type,
        ResourceFile.page_count, ResourceFile.has_cover, ResourceFile.state,
    )  # fmt: skip
    later = ResourceVersion.__table__.alias()
    newest = select(func.max(later.c.number)).where(later.c.resource_id == ResourceVersion.resource_id)
    return (
        select(*shown)
        .join(ResourceFile, ResourceFile.version_id == ResourceVersion.id)
        .join(StoredFile, StoredFile.sha256 == ResourceFile.sha256)
        .where(ResourceVersion.resource_id.in_(bindparam(_IDS, expanding=True)))
        .where(ResourceVersion.number == newest.scalar_subquery())
        .order_by(ResourceFile.id)
    )


_OPEN: Final = _records().where(VISIBLE).add_columns(FILES_OPEN)
_OPEN_OR_GRANTED: Final = _records().where(VISIBLE_BY_GRANT).add_columns(FILES_OPEN_BY_GRANT)
_MAKERS: Final = (
    select(ResourceCreator.resource_id, Creator.name)
    .join(Creator, Creator.id == ResourceCreator.creator_id)
    .where(ResourceCreator.resource_id.in_(bindparam(_IDS, expanding=True)), ResourceCreator.role == AUTHOR)
    .order_by(ResourceCreator.position)
)
_FILES: Final = _files()
_PAGES: Final = (
    select(ResourcePage.file_id, ResourcePage.number, ResourcePage.text)
    .where(ResourcePage.file_id.in_(bindparam(_IDS, expanding=True)), ResourcePage.number <= MOST_PAGES)
    .order_by(ResourcePage.file_id, ResourcePage.number)
)


def cards(session: ReadSession, ids: Sequence[int], actor: Actor | None) -> dict[int, Card]:
    """Those of some records that somebody may see, by id."""
    if not ids:
        return {}
    asked = asking(actor)
    found = rows(session, _OPEN_OR_GRANTED if HOLDERS in asked else _OPEN, {_IDS: ids, **asked}).all()
    seen = {_IDS: [row[0] for row in found]}
    makers, files = _grouped(rows(session, _MAKERS, seen)), _grouped(rows(session, _FILES, seen))
    shown = {}
    for number, kind, access, title, abstract, abstracts, language, year, proofread, publisher, is_open in found:
        names = "; ".join(name for (name,) in makers.get(number, ())) or publisher
        attached = [_file(*row) for row in files.get(number, ())]
        shown[number] = Card(
            number, kind, access, title, abstract, abstracts, language, year, proofread, names,
            attached if is_open else [], bool(attached) and not is_open,
        )  # fmt: skip
    return shown


def _grouped(found: Iterable[Sequence[Any]]) -> dict[int, list[Sequence[Any]]]:
    """Rows without their first column, by it."""
    groups: dict[int, list[Sequence[Any]]] = {}
    for row in found:
        groups.setdefault(row[0], []).append(row[1:])
    return groups


def _file(number: int, name: str, media_type: str, pages: int, has_cover: Any, state: Any) -> FileCard:
    return FileCard(number, name, format_of(name, media_type), pages, has_cover, state in READABLE)


def texts(session: ReadSession, shown: Iterable[Card]) -> dict[int, list[tuple[int, str]]]:
    """Numbers and texts of the first pages of the files that can be read, by the file's id."""
    found: dict[int, list[tuple[int, str]]] = {}
    ids = [file.id for card in shown for file in card.files if file.is_readable]
    for file_id, number, text in rows(session, _PAGES, {_IDS: ids}) if ids else ():
        found.setdefault(file_id, []).append((number, text))
    return found
