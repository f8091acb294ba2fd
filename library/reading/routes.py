"""A record's page, its reader, covers and files."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Query, Request, Response

from library.collections.labels import label
from library.collections.models import Subject
from library.collections.queries import collections_with_ids, subjects_with_ids
from library.description.dates_in_words import date_in_words
from library.description.licences import licence_url
from library.reading import queries
from library.reading.access import FilesToRead, ResourceToRead
from library.reading.heads import told
from library.reading.reader_page import Place, reader_page
from library.relations.forms import SENSES
from library.relations.queries import related
from library.resources.kinds import kind_name
from library.resources.models import Resource
from library.resources.policies import is_staff
from library.usage.noticing import note_opened
from library.uses import uses_of
from library.wording import (
    abstract_of,
    creators_of,
    details_of,
    format_name,
    identifiers_of,
    level_names,
    other_title,
    state_name,
    state_sentence,
)
from rmtc.accounts.signin import Visitor
from rmtc.db import ReadSession
from rmtc.errors import NotFound
from rmtc.files.models import StoredFile
from rmtc.files.store import Store
from rmtc.i18n import languages
from rmtc.i18n.texts import gettext as _
from rmtc.web.downloads import file_answer
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads
from rmtc.web.routing import Router

router = Router(prefix="/library")
WORDS: Mapping[str, Any] = {
    "date_in_words": date_in_words,
    "licence_url": licence_url,
    "can_be_read": queries.can_be_read,
    "open_files": queries.open_files,
    "format_name": format_name,
    "state_name": state_name,
    "state_sentence": state_sentence,
}
"""What the page of a record says in words, or asks of a file."""


@router.get("/{resource_id:int}", name="library.resource")
def show_resource(
    page: Answer, request: Request, session: Reads, visitor: Visitor, resource: ResourceToRead
) -> Response:
    """The page of a record."""
    language = languages.current()
    staff = is_staff(visitor)
    newest = queries.newest_version(resource)
    files = queries.open_files(resource, newest, for_staff=staff)
    about = subjects_with_ids(session, [place.subject_id for place in resource.subjects])
    machines = told(request, about, resource, language)
    note_opened(request, visitor, resource.id, "views")
    response = page.render(
        "library/resource.html",
        resource=resource,
        **machines,
        kind=kind_name(resource.kind),
        creators=creators_of(resource),
        abstract=abstract_of(resource, language),
        translation=other_title(resource, language),
        places=_places(session, resource, about, language),
        details=details_of(resource),
        related=related(session, resource.id, visitor),
        senses={name: _(sense.words) for name, sense in SENSES.items()},
        identifiers=identifiers_of(resource),
        permanent=f"{request.app.state.settings.site_url}{page.url('library.resource', resource_id=resource.id)}",
        files=files,
        first=next(filter(queries.can_be_read, files), None),
        older=[version for version in reversed(resource.versions) if version is not newest],
        cover=queries.cover_of(resource),
        is_closed=bool(resource.versions) and not resource.files_are_open,
        level_names=level_names(),
        uses=uses_of(session, request.app.state.resource_uses, resource.id, visitor),
        is_staff=staff,
        **WORDS,
    )
    if machines["head"]:
        response.headers["link"] = machines["head"].header()
    return response


def _places(
    session: ReadSession, resource: Resource, about: Mapping[int, Subject], language: str
) -> dict[str, list[tuple[str, str]]]:
    """Key and name of the collections and subjects of a record."""
    mine = collections_with_ids(session, [place.collection_id for place in resource.collections]).values()
    return {
        "collections": [(one.key, label(one.titles, language, one.key).text) for one in mine],
        "subjects": [(one.key, label(one.labels, language, one.key).text) for one in about.values()],
    }


@router.get("/{resource_id:int}/read", name="library.reader")
def show_reader(
    page: Answer,
    session: Reads,
    visitor: Visitor,
    resource: FilesToRead,
    file: str = "",
    version: int = 0,
    at: Annotated[int, Query(description="a page of the text view")] = 1,
    q: str = "",
    marks: Annotated[int, Query(description="a page of one's highlights")] = 1,
) -> Response:
    """The reader: pages of a PDF where scripts run, else the text of the pages."""
    return reader_page(page, session, visitor, resource, Place(file, version, at, q[:500], marks))


@router.get("/{resource_id:int}/files/{name}", name="library.file")
def send_file(
    request: Request, visitor: Visitor, resource: FilesToRead, name: str, version: int = 0, save: bool = False
) -> Response:
    """A file of a record, whole or in ranges; of the newest version that has this name unless one is asked for."""
    for each, file in queries.every_file(resource, for_staff=is_staff(visitor)):
        if file.name == name and version in {0, each.number}:
            note_opened(request, visitor, resource.id, "downloads")
            return file_answer(request, _store(request), file.stored, file.name, shown=not save)
    raise NotFound(_("This record has no such file."))


@router.get("/{resource_id:int}/cover", name="library.cover")
def send_cover(request: Request, session: Reads, resource: ResourceToRead) -> Response:
    """The picture of a record's first page."""
    kept = session.get(StoredFile, queries.cover_of(resource) or "-")
    if kept is None:
        raise NotFound(_("This record has no cover."))
    return file_answer(request, _store(request), kept, "cover.webp", cache="private, max-age=3600")


def _store(request: Request) -> Store:
    found: Store = request.app.state.store
    return found
