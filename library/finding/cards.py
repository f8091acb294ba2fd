"""What a page of results shows of each record: plain rows, read with statements that are built once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, select

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
from rmtc.among import among
from rmtc.db import ReadSession, rows
from rmtc.files.models import StoredFile
from rmtc.i18n.languages import language_name
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import ngettext

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


def _records(may_see: ColumnElement[bool], may_read: ColumnElement[bool]) -> Select[Any, *tuple[Any, ...]]:
    """Records with whether their files may be read, and with the files of their newest version: a row for each file."""
    shown = (
        Resource.id, Resource.kind, Resource.access, Resource.title, Resource.abstract, Resource.abstracts,
        Resource.language, Resource.year, Resource.proofread, Resource.publisher, may_read,
    )  # fmt: skip
    attached = (
        ResourceFile.id, ResourceFile.name, StoredFile.media_type, ResourceFile.page_count, ResourceFile.has_cover,
        ResourceFile.state,
    )  # fmt: skip
    later = ResourceVersion.__table__.alias()
    newest = select(func.max(later.c.number)).where(later.c.resource_id == Resource.id).scalar_subquery()
    is_newest = and_(ResourceVersion.resource_id == Resource.id, ResourceVersion.number == newest)
    return (
        select(*shown, *attached)
        .select_from(Resource)
        .outerjoin(ResourceVersion, is_newest)
        .outerjoin(ResourceFile, ResourceFile.version_id == ResourceVersion.id)
        .outerjoin(StoredFile, StoredFile.sha256 == ResourceFile.sha256)
        .where(Resource.id.in_(bindparam(_IDS, expanding=True)), may_see)
        .order_by(ResourceFile.id)
    )


_OPEN: Final = _records(VISIBLE, FILES_OPEN)
_OPEN_OR_GRANTED: Final = _records(VISIBLE_BY_GRANT, FILES_OPEN_BY_GRANT)
_OF_RECORD: Final = 11
"""Columns of a record in these; those of a file follow."""
_MAKERS: Final = (
    select(ResourceCreator.resource_id, Creator.name)
    .join(Creator, Creator.id == ResourceCreator.creator_id)
    .where(among(ResourceCreator.resource_id, _IDS, Integer()), ResourceCreator.role == AUTHOR)
    .order_by(ResourceCreator.position)
)
_PAGES: Final = (
    select(ResourcePage.file_id, ResourcePage.number, ResourcePage.text)
    .where(among(ResourcePage.file_id, _IDS, Integer()), ResourcePage.number <= MOST_PAGES)
    .order_by(ResourcePage.file_id, ResourcePage.number)
)


def cards(session: ReadSession, ids: Sequence[int], actor: Actor | None) -> dict[int, Card]:
    """Those of some records that somebody may see, by id."""
    if not ids:
        return {}
    asked = asking(actor)
    records: dict[int, Sequence[Any]] = {}
    files: dict[int, list[FileCard]] = {}
    for row in rows(session, _OPEN_OR_GRANTED if HOLDERS in asked else _OPEN, {_IDS: ids, **asked}).all():
        records[row[0]] = row[:_OF_RECORD]
        if row[_OF_RECORD] is not None:
            files.setdefault(row[0], []).append(_file(*row[_OF_RECORD:]))
    makers: dict[int, list[str]] = {}
    for number, name in rows(session, _MAKERS, {_IDS: list(records)}).all():
        makers.setdefault(number, []).append(name)
    return {number: _card(record, makers.get(number, []), files.get(number, [])) for number, record in records.items()}


def _card(record: Sequence[Any], makers: Sequence[str], files: Sequence[FileCard]) -> Card:
    number, kind, access, title, abstract, abstracts, language, year, proofread, publisher, is_open = record
    return Card(
        number, kind, access, title, abstract, abstracts, language, year, proofread, "; ".join(makers) or publisher,
        files if is_open else [], bool(files) and not is_open,
    )  # fmt: skip


def _file(number: int, name: str, media_type: str, pages: int, has_cover: Any, state: Any) -> FileCard:
    return FileCard(number, name, format_of(name, media_type), pages, has_cover, state in READABLE)


def facts_of(card: Card) -> str:
    """What a hit says of its record in one line: makers, year, format and length of its first file, language."""
    facts = [card.makers, str(card.year or "")]
    for file in card.files[:1]:
        pages = ngettext("%(num)d page", "%(num)d pages", file.page_count) % {"num": file.page_count}
        facts.append(
            _("%(format)s, %(pages)s") % {"format": file.format, "pages": pages} if file.page_count else file.format
        )
    return " · ".join(filter(None, [*facts, language_name(card.language)]))


def texts(session: ReadSession, shown: Iterable[Card]) -> dict[int, list[tuple[int, str]]]:
    """Numbers and texts of the first pages of the files that can be read, by the file's id."""
    found: dict[int, list[tuple[int, str]]] = {}
    ids = [file.id for card in shown for file in card.files if file.is_readable]
    for file_id, number, text in rows(session, _PAGES, {_IDS: ids}).all() if ids else ():
        found.setdefault(file_id, []).append((number, text))
    return found
