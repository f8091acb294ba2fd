"""The frame of every page: menus, languages, the Centre's name. What many pages share of it is rendered once."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment
from markupsafe import Markup
from starlette.requests import Request

from rmtc.i18n import languages
from rmtc.i18n.texts import translations
from rmtc.web import flashes
from rmtc.web.urls import Urls
from rmtc.web.viewers import MenuItem, viewer_of


@dataclass(frozen=True)
class Link:
    """A link of the frame: menu entries and languages."""

    label: str
    url: str
    current: bool = False
    lang: str = ""
    name: str = ""


LANGUAGES_HERE = Markup("\x00")
"""Where the languages go in a masthead that is kept; no text and no address holds this."""


class Frames:
    """Renders what frames share, once for each set of what it depends on; nothing is kept while templates change."""

    def __init__(self, templates: Environment, urls: Urls, *, keep: bool) -> None:
        self.templates = templates
        self.urls = urls
        kept: Any = lru_cache(1000) if keep else lambda function: function
        self.link = kept(self._link)
        self.masthead = kept(self._masthead)
        self.footer = kept(self._footer)
        self.switch = kept(self._switch)

    def links(self, items: tuple[MenuItem, ...], locale: str, path: str) -> tuple[Link, ...]:
        """Entries of a menu, the one that leads here marked."""
        found = [(item.label, self.urls(item.route), item.under) for item in items]
        return tuple(
            self.link(label, url, locale, path == url or path.startswith(under)) for label, url, under in found
        )

    def _link(self, label: str, url: str, locale: str, current: bool) -> Link:
        return Link(translations(locale).gettext(label), url, current)

    def _masthead(self, locale: str, person: tuple[str, str] | None, menu: tuple[Link, ...], centre: Any) -> Markup:
        name, initials = person or ("", "")
        return self._piece(
            "masthead",
            locale=locale,
            person=person,
            name=name,
            initials=initials,
            menu=menu,
            centre=centre,
            languages=LANGUAGES_HERE,
        )

    def _footer(self, locale: str, links: tuple[Link, ...], centre: Any) -> Markup:
        return self._piece("footer", locale=locale, footer=links, centre=centre)

    def _switch(self, locale: str, codes: tuple[str, ...], start: str) -> Markup:
        offered = [languages.LANGUAGES[code] for code in codes]
        links = [Link(one.short, f"{start}lang={one.code}", one.code == locale, one.code, one.name) for one in offered]
        return self._piece("languages", languages=links)

    def _piece(self, name: str, /, **context: Any) -> Markup:
        template = self.templates.get_template(f"layouts/_{name}.html")
        return Markup(template.render(context))  # noqa: S704 - a template escapes what it prints


def frame(request: Request) -> dict[str, Any]:
    """What the layout of every page needs."""
    state = request.app.state
    frames: Frames = state.frames
    viewer, path, locale = viewer_of(request), request.url.path, languages.current()
    centre = state.centre(locale)
    shown = tuple(item for item in state.menu if item.shown(viewer))
    person = (viewer.name, viewer.initials) if viewer else None
    masthead = frames.masthead(locale, person, frames.links(shown, locale, path), centre)
    return {
        "request_path": path,
        "person": viewer,
        "locale": locale,
        "csp_nonce": request.state.csp_nonce,
        "url_for": state.urls.__call__,
        "masthead": masthead.replace(LANGUAGES_HERE, _languages(request, locale)),
        "footer": frames.footer(locale, frames.links(state.footer, locale, path), centre),
        "centre": centre,
        "flashes": flashes.take(request),
    }


def _languages(request: Request, locale: str) -> Markup:
    """The same page in each language."""
    path = request.url.path if request.method == "GET" else "/"
    kept = urlencode([(name, value) for name, value in parse_qsl(request.url.query) if name != "lang"])
    state = request.app.state
    found: Markup = state.frames.switch(
        locale, state.settings.language_codes, f"{path}?{kept}&" if kept else f"{path}?"
    )
    return found
