"""What machines ask a public site for: its map, its rules for robots, its icon."""

from xml.sax.saxutils import escape

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from rmtc.assets import static_url
from rmtc.front import queries
from rmtc.front.routes import FIXED
from rmtc.front.telling import ROUTES
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads
from rmtc.web.routing import Router

router = Router()

CLOSED = ("/account", "/attempts", "/curricula", "/desk", "/home", "/manage", "/record", "/records", "/runs", "/teach")
PUBLIC = ("front.home", "front.news", "front.events", "partners.public")


@router.get("/robots.txt", name="front.robots")
def send_robots(request: Request) -> Response:
    """Keep robots out of the rooms that need an account and out of searches, and tell them of the map."""
    rules = "".join(f"Disallow: {path}\n" for path in (*CLOSED, "/library?"))
    return PlainTextResponse(f"User-agent: *\n{rules}\nSitemap: {request.app.state.settings.site_url}/sitemap.xml\n")


@router.get("/sitemap.xml", name="front.sitemap")
def send_map(page: Answer, request: Request, session: Reads) -> Response:
    """Every address the public may read (sitemaps.org, at most 50,000)."""
    site: str = request.app.state.settings.site_url
    paths = [page.url(name) for name in (*PUBLIC, *FIXED.values())]
    for kind, slug in queries.shown_addresses(session):
        path = page.url(ROUTES[kind], slug=slug)
        if slug not in FIXED:
            paths.append(path)
    paths += [path for offer in request.app.state.front_panels.addresses for path in offer(session)]
    lines = "".join(f"<url><loc>{escape(site + path)}</loc></url>\n" for path in paths[:50_000])
    schema = "http://www.sitemaps.org/schemas/sitemap/0.9"
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{schema}">\n{lines}</urlset>\n'
    return Response(text, media_type="application/xml")


@router.get("/favicon.ico", name="front.favicon")
def send_icon() -> Response:
    """The mark of the site, for browsers that ask without reading the page."""
    return RedirectResponse(static_url("img/mark.svg"), 302)
