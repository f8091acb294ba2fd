"""The bibliography of a course: a page, and files for reference managers."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import Query, Request, Response

from courses.bibliography.queries import references_of
from courses.catalogue.access import CourseToSee
from library.exchange.bibtex import bibtex
from library.exchange.citing import cite
from library.exchange.csl import csl
from library.exchange.described import Described
from library.exchange.ris import ris
from library.reading.heads import CITATION_NAMES, CITATION_TYPES
from rmtc.accounts.signin import Visitor
from rmtc.errors import NotFound
from rmtc.i18n import languages
from rmtc.i18n.texts import gettext as _
from rmtc.paging import page_of
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads
from rmtc.web.routing import Router

router = Router(prefix="/courses/{slug}/bibliography")


@router.get("", name="bibliography.show")
def show_bibliography(
    page: Answer,
    request: Request,
    session: Reads,
    course: CourseToSee,
    visitor: Visitor,
    number: Annotated[int, Query(alias="page", ge=1, le=1000)] = 1,
) -> Response:
    """What a course reads, as far as the reader may see it, 25 a page."""
    found = references_of(session, course.id, visitor, request.app.state.settings.site_url)
    language = languages.current()
    return page.render(
        "courses/bibliography/bibliography.html",
        course=course,
        references=page_of([(one, partial(cite, one.record, "apa", language)) for one in found], number),
        forms=CITATION_NAMES,
    )


@router.get("/{form}", name="bibliography.file")
def send_bibliography(request: Request, session: Reads, course: CourseToSee, visitor: Visitor, form: str) -> Response:
    """The same as RIS (ris), BibTeX (bib) or CSL-JSON (json)."""
    if form not in CITATION_TYPES:
        raise NotFound(_("Citations come as ris, bib or json."))
    found = references_of(session, course.id, visitor, request.app.state.settings.site_url)
    headers = {
        "content-disposition": f'attachment; filename="{course.slug}.{form}"',
        "cache-control": "private, no-cache",
    }
    text = _written([one.record for one in found], form)
    return Response(text.encode(), media_type=f"{CITATION_TYPES[form]}; charset=utf-8", headers=headers)


def _written(records: Sequence[Described], form: str) -> str:
    if form == "json":
        return json.dumps([csl(one) for one in records], ensure_ascii=False, indent=2)
    return "".join(ris(one) if form == "ris" else bibtex(one) for one in records)
