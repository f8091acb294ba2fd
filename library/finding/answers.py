"""The JSON API of the library."""

from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import BaseModel, Field

from library.collections.labels import label
from library.collections.queries import collections_with_ids, subjects_with_ids
from library.finding.forms import MOST_PER_PAGE, PER_PAGE, Asked
from library.finding.markup import marked
from library.finding.queries import Found, SearchIsAway, find
from library.finding.related import related_words
from library.resources.models import Resource
from library.resources.policies import visible
from library.resources.queries import visible_resource
from library.wording import abstract_of
from rmtc.accounts.signin import Visitor
from rmtc.errors import NotFound
from rmtc.i18n import languages
from rmtc.i18n.texts import gettext as _
from rmtc.search.index import IndexDamaged
from rmtc.web.requests import Reads
from rmtc.web.routing import Router

router = Router(prefix="/api/v1/library", tags=["library"])


class HitAnswer(BaseModel):
    """A hit; `snippet` is HTML with <mark> and nothing else, `page` the page of the file it stands on."""

    id: int
    title: str
    language: str
    kind: str
    score: float
    snippet: str
    page: int | None


class SearchAnswer(BaseModel):
    """An answered search; `facets` gives counts by field and value."""

    total: int
    took_ms: float
    hits: list[HitAnswer]
    facets: dict[str, dict[str, int]]
    also: list[str] = Field(default_factory=list, description="related words that were searched too")
    correction: str = Field("", description="the query with misspelt words mended")


class FileAnswer(BaseModel):
    """A file of a record; size in bytes."""

    name: str
    media_type: str
    size: int
    sha256: str
    pages: int
    version: int
    state: str
    url: str


class ResourceAnswer(BaseModel):
    """A record."""

    id: int
    key: str | None
    kind: str
    title: str
    titles: dict[str, str]
    language: str
    abstract: str
    creators: list[str]
    year: int | None
    number: str
    publisher: str
    licence: str
    access: str
    date: str = Field(description="EDTF")
    period: str = Field(description="EDTF: what it is about, or how long it holds")
    rights: str
    details: dict[str, Any] = Field(description="fields of its kind")
    identifiers: list[dict[str, str]]
    collections: list[dict[str, str]]
    subjects: list[dict[str, str]]
    files: list[FileAnswer]
    url: str = Field(description="address of its page")


@router.get("/search", name="api.library.search")
def search_library(
    request: Request,
    visitor: Visitor,
    session: Reads,
    q: Annotated[str, Query(description="words, “phrases”, prefix*, -without, one OR other")] = "",
    limit: Annotated[int, Query(ge=1, le=MOST_PER_PAGE)] = PER_PAGE,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> SearchAnswer:
    """Search the records open to the asker; also kind, language, collection, subject, from, to, sort, related=on."""
    del q, limit, page  # declared for the description; read together with the filters
    asked = Asked.read(request.query_params.multi_items())
    try:
        expand = related_words(session, asked.text) if asked.with_related else None
        results = find(session, request.app.state.index, asked, visitor, languages.current(), expand)
    except IndexDamaged as damaged:
        raise SearchIsAway(_("The search index is being built. Ask again in a minute.")) from damaged
    hits = [_hit(found) for found in results.found] if results.asked.page == asked.page else []
    facets = {name: dict(counts) for name, counts in results.facets.items()}
    return SearchAnswer(
        total=results.total,
        took_ms=round(results.took_ms, 2),
        hits=hits,
        facets=facets,
        also=list(results.also),
        correction=results.correction,
    )


def _hit(found: Found) -> HitAnswer:
    resource = found.resource
    return HitAnswer(
        id=resource.id,
        title=resource.title,
        language=resource.language,
        kind=resource.kind,
        score=round(found.score, 4),
        snippet=str(marked(found.extract.parts)),
        page=found.extract.page or None,
    )


@router.get("/resources/{resource_id}", name="api.library.resource")
def show_resource(request: Request, visitor: Visitor, session: Reads, resource_id: int) -> ResourceAnswer:
    """A published record that is open to the asker."""
    resource = visible_resource(session, resource_id, visitor, visible(visitor))
    if resource is None:
        raise NotFound(_("There is no such record, or it is not open to you."))
    language = languages.current()
    shelves = collections_with_ids(session, [place.collection_id for place in resource.collections]).values()
    topics = subjects_with_ids(session, [place.subject_id for place in resource.subjects]).values()
    site = request.app.state.settings.site_url
    return ResourceAnswer(
        **{name: getattr(resource, name) for name in ("id", "key", "kind", "title", "titles", "language", "year")},
        **{
            name: getattr(resource, name)
            for name in ("number", "publisher", "licence", "access", "date", "period", "rights", "details")
        },
        abstract=abstract_of(resource, language).text,
        creators=[one.name for one in resource.authors],
        identifiers=[{"scheme": one.scheme, "value": one.value} for one in resource.identifiers],
        collections=[{"key": one.key, "title": label(one.titles, language, one.key).text} for one in shelves],
        subjects=[{"key": one.key, "label": label(one.labels, language, one.key).text} for one in topics],
        files=_files(request, resource, site),
        url=f"{site}{request.app.state.urls('library.resource', resource_id=resource.id)}",
    )


def _files(request: Request, resource: Resource, site: str) -> list[FileAnswer]:
    urls = request.app.state.urls
    return [
        FileAnswer(
            name=file.name,
            media_type=file.stored.media_type,
            size=file.stored.size,
            sha256=file.sha256,
            pages=file.page_count,
            version=version.number,
            state=file.state,
            url=site + urls("library.file", query={"version": version.number}, resource_id=resource.id, name=file.name),
        )
        for version in resource.versions
        for file in version.files
        if resource.files_are_open
    ]
