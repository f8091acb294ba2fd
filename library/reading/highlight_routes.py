"""One's own highlights: made in the reader, kept for oneself alone."""

import json
from typing import Annotated, Any

from fastapi import Depends, Response
from fastapi.responses import JSONResponse

from library.reading import services
from library.reading.access import ResourceToRead, resource_to_read
from library.reading.exports import as_markdown, as_objects, title_of
from library.reading.forms import HighlightForm, HighlightNoteForm
from library.reading.highlights import all_of, highlight_of, highlights_in, page_of_all, placed
from library.reading.models import Highlight
from library.reading.reader_page import TEXT_PAGES, Place, chosen_file, reader_page
from library.resources.models import Resource
from library.resources.policies import is_staff
from library.resources.queries import titles_of
from rmtc.accounts.actors import Actor
from rmtc.accounts.signin import SignedIn, SiteUrl
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/library")
TypedHighlight = Annotated[Bound[HighlightForm], Depends(bind(HighlightForm))]
TypedNote = Annotated[Bound[HighlightNoteForm], Depends(bind(HighlightNoteForm))]
EXPORTS = {"md": "text/markdown; charset=utf-8", "json": "application/json"}
"""Forms in which highlights can be taken away, with their media types."""
FORMS = {"md": "Markdown", "json": "JSON"}
"""The same, as people know them."""


def own_highlight(session: Reads, actor: SignedIn, highlight_id: int) -> Highlight:
    """A highlight of one's own."""
    highlight = highlight_of(session, actor.id, highlight_id)
    if highlight is None:
        raise NotFound(_("There is no such highlight among yours."))
    return highlight


OwnHighlight = Annotated[Highlight, Depends(own_highlight)]


@router.get("/{resource_id:int}/highlights", name="highlights.places")
def send_places(
    session: Reads, actor: SignedIn, resource: ResourceToRead, file: str = "", version: int = 0
) -> Response:
    """One's highlights of a file for the reader's script: the page where each stands now, and its words."""
    chosen = chosen_file(resource, file, version, for_staff=is_staff(actor))
    found = placed(session, chosen, highlights_in(session, actor.id, resource, chosen))
    shown = [
        {"id": one.highlight.id, "page": one.page, "quote": one.highlight.quote}
        | {"prefix": one.highlight.prefix, "suffix": one.highlight.suffix}
        for one in found
        if one.page
    ]
    return JSONResponse({"highlights": shown}, headers={"cache-control": "private, no-store"})


@router.post("/{resource_id:int}/highlights", name="highlights.add")
def add_highlight(
    page: Answer, actor: SignedIn, _seen: ResourceToRead, form: TypedHighlight, session: Writes, resource_id: int
) -> Response:
    """Mark words of a page."""
    resource = resource_to_read(session, actor, resource_id)
    if form.checked is None:
        return _again(page, session, actor, resource, form)
    wanted = form.checked
    file = chosen_file(resource, wanted.file, wanted.version, for_staff=is_staff(actor))
    try:
        services.add_highlight(session, resource, file, wanted, by=actor)
    except FieldRefusal as refusal:
        return _again(page, session, actor, resource, form.refused(refusal))
    at = {"file": wanted.file, "version": wanted.version or "", "at": wanted.page if wanted.page > TEXT_PAGES else ""}
    address = page.url("library.reader", query=at, resource_id=resource.id)
    return page.go(f"{address}#page={wanted.page}", flash=_("The place is marked."))


def _again(page: Page, session: ReadSession, actor: Actor, resource: Resource, form: Bound[Any]) -> Response:
    """The reader with the form as it was typed."""
    numbers = {
        name: int(text) if (text := str(form.typed.get(name, ""))).isascii() and text.isdigit() else 0
        for name in ("page", "version")
    }
    at = Place(str(form.typed.get("file", "")), numbers["version"], numbers["page"] or 1)
    return reader_page(page, session, actor, resource, at, form, 422)


@router.get("/highlights", name="highlights.list")
def show_highlights(page: Answer, session: Reads, actor: SignedIn, number: int = 1) -> Response:
    """Everything one has marked."""
    found = page_of_all(session, actor.id, number)
    titles = titles_of(session, [resource.id for _one, resource, _name in found.rows], actor)
    return page.render("library/highlights.html", found=found, titles=titles, title_of=title_of, forms=FORMS)


@router.get("/highlights/export.{form}", name="highlights.export")
def send_highlights(session: Reads, actor: SignedIn, site: SiteUrl, form: str) -> Response:
    """Everything one has marked, as Markdown (md) or JSON (json)."""
    if form not in EXPORTS:
        raise NotFound(_("Highlights come as md or json."))
    rows = [(row[0], row[1], row[2]) for row in session.execute(all_of(actor.id))]
    titles = titles_of(session, {resource.id for _one, resource, _name in rows}, actor)
    if form == "md":
        text = as_markdown(rows, titles, site)
    else:
        text = json.dumps(as_objects(rows, titles, site), ensure_ascii=False, indent=2)
    headers = {
        "content-disposition": f'attachment; filename="rmtc-highlights.{form}"',
        "cache-control": "private, no-store",
    }
    return Response(text.encode(), media_type=EXPORTS[form], headers=headers)


@router.get("/highlights/{highlight_id:int}", name="highlights.highlight")
def show_highlight(page: Answer, session: Reads, actor: SignedIn, highlight: OwnHighlight) -> Response:
    """The form to change a note."""
    return _one(page, session, actor, highlight, filled({"note": highlight.note}))


@router.post("/highlights/{highlight_id:int}", name="highlights.edit")
def edit_note(
    page: Answer, actor: SignedIn, _own: OwnHighlight, highlight_id: int, form: TypedNote, session: Writes
) -> Response:
    """Change a note."""
    highlight = session.get_one(Highlight, highlight_id)
    if form.checked is None:
        return _one(page, session, actor, highlight, form, 422)
    services.edit_note(highlight, form.checked)
    return page.redirect("highlights.list", anchor=f"highlight-{highlight_id}", flash=_("The note is kept."))


@router.post("/highlights/{highlight_id:int}/removal", name="highlights.delete")
def delete_highlight(page: Answer, _own: OwnHighlight, highlight_id: int, session: Writes) -> Response:
    """Take a highlight away."""
    services.delete_highlight(session, session.get_one(Highlight, highlight_id))
    return page.redirect("highlights.list", flash=_("The highlight is taken away."))


def _one(
    page: Page, session: ReadSession, actor: Actor, highlight: Highlight, form: Bound[Any], status: int = 200
) -> Response:
    title = titles_of(session, [highlight.resource_id], actor)
    return page.render(
        "library/highlight.html", status, highlight=highlight, title=title_of(title, highlight.resource_id), form=form
    )
