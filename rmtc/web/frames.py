"""The frame of every page: menus, languages, the Centre's name."""

from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from markupsafe import Markup
from starlette.requests import Request

from rmtc.i18n import languages
from rmtc.i18n.texts import gettext
from rmtc.pieces import Pieces
from rmtc.web import flashes
from rmtc.web.viewers import MenuItem, viewer_of

LANGUAGES_HERE = Markup("\x00")
"""Where the languages go in a masthead that is kept; no text and no address holds this."""


class Link(NamedTuple):
    """An entry of a menu."""

    label: str
    url: str
    current: bool


def frame(request: Request) -> dict[str, Any]:
    """What the layout of every page needs; head and foot are the same for many pages, and rendered once for all."""
    state = request.app.state
    pieces: Pieces = state.pieces
    viewer, path, locale = viewer_of(request), request.url.path, languages.current()
    centre = state.centre(locale)
    masthead = pieces(
        "layouts/_masthead.html",
        person=(viewer.name, viewer.initials) if viewer else None,
        menu=tuple(_link(state.urls, item, path) for item in state.menu if item.shown(viewer)),
        centre=centre,
        languages=LANGUAGES_HERE,
    )
    footer = tuple(_link(state.urls, item, path) for item in state.footer)
    return {
        "request_path": path,
        "person": viewer,
        "locale": locale,
        "csp_nonce": request.state.csp_nonce,
        "url_for": state.urls.__call__,
        "masthead": masthead.replace(LANGUAGES_HERE, _languages(request, locale)),
        "footer": pieces("layouts/_footer.html", footer=footer, centre=centre),
        "centre": centre,
        "flashes": flashes.take(request),
    }


def _link(urls: Any, item: MenuItem, path: str) -> Link:
    url = urls(item.route)
    return Link(gettext(item.label), url, path == url or path.startswith(item.under))


def _languages(request: Request, locale: str) -> Markup:
    """The same page in each language."""
    state = request.app.state
    path = request.url.path if request.method == "GET" else "/"
    kept = urlencode([(name, value) for name, value in parse_qsl(request.url.query) if name != "lang"])
    offered = tuple(languages.LANGUAGES[code] for code in state.settings.language_codes)
    here = f"{path}?{kept}&" if kept else f"{path}?"
    shown: Markup = state.pieces("layouts/_languages.html", offered=offered, here=here, locale=locale)
    return shown
