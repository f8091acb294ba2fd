"""Who looks at a page, as far as the web needs to know; rmtc.accounts says who that is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from starlette.requests import Request


class Viewer(Protocol):
    """The signed-in person of a request."""

    id: int
    name: str
    language: str
    time_zone: str

    @property
    def initials(self) -> str:
        """Two letters for the account button."""


@dataclass(frozen=True)
class MenuItem:
    """An entry of the main menu: its (marked) label, its route, and who sees it."""

    label: str
    route: str
    shown: Callable[[Any], bool]
    under: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class HomeCard:
    """A line of the desk on somebody's home: where it leads, what waits there; `lang` is the title's own language."""

    title: str
    text: str
    route: str
    params: dict[str, Any] = field(default_factory=dict)
    picture: str = "arrow-right"
    lang: str = ""


def viewer_of(request: Request) -> Viewer | None:
    """The signed-in person, if somebody is."""
    found: Viewer | None = getattr(request.state, "viewer", None)
    return found
