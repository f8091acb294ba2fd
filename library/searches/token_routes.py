"""What opens without signing in, for whoever has the address: a search's own feed, and the end of its letters."""

from typing import Annotated

from fastapi import Depends, Request, Response

from library.feeds import atom
from library.feeds.queries import MOST, described_all, seen_in_order
from library.finding.queries import SearchIsAway
from library.searches import queries, services
from library.searches.models import SavedSearch
from library.searches.tokens import Purpose, search_with
from rmtc.clock import now
from rmtc.db import ReadSession
from rmtc.errors import NotFound
from rmtc.i18n import languages
from rmtc.i18n.texts import gettext as _
from rmtc.search.index import IndexDamaged
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router
from rmtc.web.unsubscribing import OneClick, trust_address

router = Router()
PRIVATE = {"cache-control": "private, no-store", "x-robots-tag": "noindex", "referrer-policy": "no-referrer"}


def search_to_stop(request: Request, session: Reads, token: str) -> SavedSearch:
    """The search whose letters a link stops."""
    search = _search(request, session, token, "stop")
    trust_address(request)
    return search


SearchToStop = Annotated[SavedSearch, Depends(search_to_stop)]


def _search(request: Request, session: ReadSession, token: str, purpose: Purpose) -> SavedSearch:
    search = search_with(session, request.app.state.key, token, purpose)
    if search is None:
        raise NotFound(_("This address is not, or no longer, of a search."))
    return search


@router.get("/library/searches/stops/{token}", name="searches.stop")
def show_stop(page: Answer, token: str, search: SearchToStop) -> Response:
    """Ask whether the letters are to end; opening the page ends nothing, since programs open links, too."""
    return _stop_page(page, search, token)


@router.post("/library/searches/stops/{token}", name="searches.stop_letters")
def stop_letters(page: Answer, token: str, search: SearchToStop, is_one_click: OneClick, session: Writes) -> Response:
    """End the letters."""
    kept = session.get_one(SavedSearch, search.id)
    services.stop_letters(kept)
    return _stop_page(page, kept, token) if is_one_click else page.redirect("searches.stop", token=token)


def _stop_page(page: Page, search: SavedSearch, token: str) -> Response:
    response = page.render("library/searches/stop.html", search=search, token=token)
    response.headers.update(PRIVATE)
    return response


@router.get("/feeds/searches/{token}.atom", name="searches.feed")
def send_feed(request: Request, session: Reads, token: str) -> Response:
    """What a kept search finds for its keeper, newest first."""
    state = request.app.state
    search = _search(request, session, token, "feed")
    keeper = queries.keeper_of(session, search)
    if keeper is None:
        raise NotFound(_("This address is not, or no longer, of a search."))
    person, actor = keeper
    languages.use(person.language)
    try:
        found = queries.matches(session, state.index, queries.asked_in(search.query), actor)
    except IndexDamaged as damaged:
        raise SearchIsAway(_("The search index is being built. Ask again in a minute.")) from damaged
    site: str = state.settings.site_url
    resources = seen_in_order(session, found[:MOST], actor)
    records = [one for one, _cover in described_all(session, resources, site)]
    centre = state.centre(languages.current())
    title = _("Library: %(text)s") % {"text": search.name}
    address, page = site + state.urls("searches.feed", token=token), f"{site}/library?{search.query}"
    moment = f"{now():%Y-%m-%dT%H:%M:%SZ}"
    content = atom.feed(f"{title} · {centre.name}", centre.name, address, page, moment, records)
    return Response(content, media_type=atom.MEDIA_TYPE, headers=PRIVATE)
