"""What other parts of the site show on its public pages; rmtc.parts fills the list, the front knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from rmtc.db import ReadSession
from rmtc.i18n.formats import days


@dataclass(frozen=True)
class CourseCard:
    """A course that can be joined; `facts` are pairs such as ("3", "ECTS"), `lang` is set where not the page's."""

    title: str
    url: str
    summary: str = ""
    lang: str = ""
    level: int = 0
    status: str = "indicative"
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Coming:
    """Something with a date: an event, a run that begins; its place is `detail`, `tag` says what it is."""

    starts: date
    title: str
    url: str
    detail: str = ""
    lang: str = ""
    detail_lang: str = ""
    ends: date | None = None
    tag: str = ""

    @property
    def days(self) -> str:
        """From when until when, in words."""
        return days(self.starts, self.ends or self.starts)


@dataclass(frozen=True)
class FrontPanels:
    """Who offers cards, dates and addresses to the public pages.

    `courses` and `dates` are called with the session and the reader's language, `addresses` (paths for the site map)
    with the session; `dates` gives the nearest first.
    """

    courses: tuple[Callable[[ReadSession, str], list[CourseCard]], ...] = ()
    dates: tuple[Callable[[ReadSession, str], list[Coming]], ...] = ()
    addresses: tuple[Callable[[ReadSession], list[str]], ...] = ()


@dataclass(frozen=True)
class ManageTile:
    """An entry of the managers' first page: (marked) texts, the name of a route, an icon, and who sees it."""

    label: str
    text: str
    route: str
    picture: str
    shown: Callable[[Any], bool]
