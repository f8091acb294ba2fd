"""Feeds of the public library: what is new, what a search finds, the catalogue. They never depend on who asks."""

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from library.feeds import atom, opds, queries
from library.finding.forms import Asked
from library.finding.queries import SearchIsAway, find
from library.finding.related import related_words
from library.resources.models import Resource
from library.resources.queries import count_visible
from rmtc.clock import now
from rmtc.db import ReadSession
from rmtc.i18n import languages
from rmtc.i18n.texts import gettext as _
from rmtc.search.index import IndexDamaged
from rmtc.web.requests import Reads
from rmtc.web.routing import Router

router = Router()
FRESH = {"cache-control": "private, no-cache"}
NEWEST = (("limit", str(queries.MOST)), ("page", "1"), ("sort", "newest"))
TEMPLATE = "{?q,kind,language,collection,subject,page}"


@router.get("/feeds/library.atom", name="feeds.atom")
def send_atom(request: Request, session: Reads) -> Response:
    """The public records published last, or those a search of the same parameters finds, newest first."""
    asked = Asked.read([*request.query_params.multi_items(), *NEWEST])
    state = request.app.state
    centre = state.centre(languages.current())
    site: str = state.settings.site_url
    if asked.text or asked.is_narrowed:
        resources, _total = _found(request, session, asked)
    else:
        resources = queries.newest_public(session)
    records = [one for one, _cover in queries.described_all(session, resources, site)]
    parameters = asked.parameters() | {"sort": ""}
    title = _("Library") if not asked.text else _("Library: %(text)s") % {"text": asked.text}
    address, page = (site + state.urls(name, query=parameters) for name in ("feeds.atom", "library.search"))
    moment = f"{now():%Y-%m-%dT%H:%M:%SZ}"
    content = atom.feed(f"{title} · {centre.name}", centre.name, address, page, moment, records)
    return Response(content, media_type=atom.MEDIA_TYPE, headers=FRESH)


@router.get("/feeds/library.opds", name="feeds.opds")
def send_catalogue(request: Request, session: Reads) -> Response:
    """The catalogue of public records, or of those a search finds, in parts."""
    asked = Asked.read([*request.query_params.multi_items(), ("limit", str(queries.MOST))])
    state = request.app.state
    site: str = state.settings.site_url
    if asked.text or asked.is_narrowed:
        resources, total = _found(request, session, asked)
    else:
        resources = queries.newest_public(session, skip=(asked.page - 1) * queries.MOST)
        total = count_visible(session, None)
    base = site + state.urls("feeds.opds")
    addresses = {"self": _part(request, asked, asked.page)}
    if asked.page * queries.MOST < total:
        addresses["next"] = _part(request, asked, asked.page + 1)
    if asked.page > 1:
        addresses["previous"] = _part(request, asked, asked.page - 1)
    records = queries.described_all(session, resources, site)
    content = opds.catalogue(state.centre(languages.current()).name, addresses, base + TEMPLATE, total, records)
    return JSONResponse(content, media_type=opds.MEDIA_TYPE, headers=FRESH)


def _part(request: Request, asked: Asked, page: int) -> str:
    state = request.app.state
    query = asked.parameters() | ({"page": page} if page > 1 else {})
    return str(state.settings.site_url + state.urls("feeds.opds", query=query))


def _found(request: Request, session: ReadSession, asked: Asked) -> tuple[list[Resource], int]:
    """What a search by nobody in particular finds."""
    expand = related_words(session, asked.text) if asked.with_related else None
    try:
        results = find(session, request.app.state.index, asked, None, languages.current(), expand)
    except IndexDamaged as damaged:
        raise SearchIsAway(_("The search index is being built. Ask again in a minute.")) from damaged
    shown = results.found if results.asked.page == asked.page else ()
    return queries.seen_in_order(session, [one.resource.id for one in shown], None), results.total
