"""The page of the reader: pages of a PDF or the text of pages, and one's own highlights beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import Response
from markupsafe import Markup

from library.finding.markup import marked
from library.reading import queries
from library.reading.anchoring import PageText, Placed, letters, parts_with
from library.reading.highlights import SHOWN, highlights_in, placed
from library.reading.models import Highlight
from library.resources.models import Resource, ResourceFile
from library.resources.policies import is_staff
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession
from rmtc.errors import NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.paging import Paged, page_of
from rmtc.search.snippets import Marker
from rmtc.web.forms import Bound, filled
from rmtc.web.pages import Page

TEXT_PAGES = 20
"""So many pages of text at once where there is no script or no PDF."""


@dataclass(frozen=True)
class Place:
    """What of a record is to be read: a file by name and version, a page of the text, words to mark."""

    file: str = ""
    version: int = 0
    at: int = 1
    query: str = ""
    marks: int = 1


def reader_page(
    page: Page,
    session: ReadSession,
    visitor: Actor | None,
    resource: Resource,
    at: Place,
    form: Bound[Any] | None = None,
    status: int = 200,
) -> Response:
    """Draw the reader; `form` is that of a new highlight, when something was wrong in it."""
    chosen = chosen_file(resource, at.file, at.version, for_staff=is_staff(visitor))
    last = max(1, chosen.page_count)
    first = (min(max(at.at, 1), last) - 1) // TEXT_PAGES * TEXT_PAGES + 1
    mine = highlights_in(session, visitor.id, resource, chosen) if visitor else []
    beside = page_of(mine, at.marks, SHOWN)
    texts = dict(queries.text_pages(session, chosen, first, first + TEXT_PAGES - 1))
    found = {one.highlight.id: one for one in placed(session, chosen, _wanted(mine, beside, texts))}
    return page.render(
        "library/reader.html",
        status,
        resource=resource,
        file=chosen,
        version=at.version,
        is_pdf=chosen.stored.media_type == queries.PDF,
        texts=list(_marked(texts, at.query, list(found.values()))),
        query=at.query,
        newest=queries.newest_version(resource),
        part=(first - 1) // TEXT_PAGES + 1,
        parts=-(-last // TEXT_PAGES),
        size=TEXT_PAGES,
        beside=beside,
        placed=found,
        form=form or filled({"page": min(max(at.at, 1), last)}),
    )


def chosen_file(resource: Resource, name: str, version: int, *, for_staff: bool) -> ResourceFile:
    """The file to read: the one named, else the first of the newest version that can be read."""
    for each, file in queries.every_file(resource, for_staff=for_staff):
        if name in {"", file.name} and version in {0, each.number} and queries.can_be_read(file):
            return file
    raise NotFound(_("This record has no file that can be read here."))


def _wanted(mine: list[Highlight], beside: Paged[Highlight], texts: dict[int, str]) -> list[Highlight]:
    """The highlights that the page may show: those beside the text, those of its pages, those whose words are there.

    The last of these were made on other pages, and come first here: they may have moved far.
    """
    usual = {one.id for one in beside.rows} | {one.id for one in mine if one.page in texts}
    others = [one for one in mine if one.id not in usual]
    pages = [PageText(text) for text in texts.values()] if others else []
    moved = [one for one in others if (key := letters(one.quote)) and any(page.holds(key) for page in pages)]
    return [*moved, *(one for one in mine if one.id in usual)]


def _marked(texts: dict[int, str], query: str, found: list[Placed]) -> Iterator[tuple[int, str | Markup]]:
    """The pages with the words looked for marked, or else one's own highlights."""
    words = Marker(query)
    for number, text in texts.items():
        spans = [one.span for one in found if one.page == number and one.span]
        if query:
            yield number, marked(words.parts(text))
        else:
            yield number, marked(parts_with(text, spans)) if spans else text
