"""Telling a post in the reader's language: its own version, Serbian in the other letters, or else English."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from rmtc.front.kinds import PostKind
from rmtc.i18n.formats import days
from rmtc.i18n.languages import DEFAULT
from rmtc.i18n.serbian import html_to_latin, to_latin

ROUTES = {PostKind.NEWS: "front.story", PostKind.EVENT: "front.event", PostKind.PAGE: "front.page"}


@dataclass(frozen=True)
class Told:
    """A post as one reader gets it; `lang` is its language, `foreign` the same where it is not the reader's."""

    id: int
    kind: PostKind
    slug: str
    published_on: date | None
    starts: date | None
    ends: date | None
    online: bool
    study_visit: bool
    title: str
    summary: str
    place: str
    html: Markup
    lang: str
    foreign: str
    proofread: bool

    @property
    def days(self) -> str:
        """When an event takes place."""
        return days(self.starts, self.ends or self.starts) if self.starts else ""

    @property
    def route(self) -> str:
        """The name of the route that shows it."""
        return ROUTES[self.kind]


def choose(versions: Mapping[str, Any], language: str) -> tuple[Any, str, bool]:
    """The version for a reader, the language it will be in, and whether Latin letters must be derived."""
    if language in versions:
        return versions[language], language, False
    if language == "sr-Latn" and "sr-Cyrl" in versions:
        return versions["sr-Cyrl"], language, True
    code = DEFAULT if DEFAULT in versions else next(iter(versions))
    return versions[code], code, False


def tell(post: Any, versions: Mapping[str, Any], language: str) -> Told:
    """Tell a post; `versions` (one or more) have title, summary, place, html and proofread by language."""
    version, lang, is_derived = choose(versions, language)
    write = to_latin if is_derived else str
    html = html_to_latin(version.html) if is_derived else version.html
    return Told(
        id=post.id,
        kind=post.kind,
        slug=post.slug,
        published_on=post.published_on,
        starts=post.starts,
        ends=post.ends,
        online=post.online,
        study_visit=post.study_visit,
        title=write(version.title),
        summary=write(version.summary),
        place=write(version.place),
        html=Markup(html),  # noqa: S704 - it was made from Markdown and cleaned when it was saved
        lang=lang,
        foreign="" if lang == language else lang,
        proofread=version.proofread,
    )
