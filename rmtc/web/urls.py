"""Addresses by the name of their route: worked out once, filled in for each link."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

from starlette.routing import BaseRoute

_quoted = lru_cache(1_000)(quote_plus)
"""What somebody searches for stands in every link of the page that answers."""
_PARAM = re.compile(r"{(\w+)(?::\w+)?}")


def every_route(routes: list[BaseRoute]) -> Iterator[Any]:
    """Walk through routes and the routers they come from (FastAPI wraps what it includes)."""
    for route in routes:
        yield route
        yield from every_route(getattr(getattr(route, "original_router", None), "routes", []))


class Urls:
    """Finds the address of a route; a name that leads nowhere is a mistake and raises KeyError."""

    def __init__(self, routes: list[BaseRoute]) -> None:
        self.paths: dict[str, str] = {}
        """The address of each route, its parameters as %(name)s."""
        for route in every_route(routes):
            if getattr(route, "name", None) and getattr(route, "path", None):
                self.paths.setdefault(route.name, _PARAM.sub(r"%(\1)s", route.path.replace("%", "%%")))

    def __call__(self, name: str, /, query: dict[str, Any] | None = None, **params: Any) -> str:
        """The address of the route `name`, with its parameters quoted and an optional query."""
        path = self.paths[name] % {
            key: value if type(value) is int else quote(str(value), safe="/") for key, value in params.items()
        }
        kept = {key: value for key, value in (query or {}).items() if value not in (None, "", [])}
        return f"{path}?{_written(kept)}" if kept else path


def _written(query: dict[str, Any]) -> str:
    """A query as an address has it; what is no number and no text, such as a list, needs more looking at."""
    if all(type(value) is int or type(value) is str for value in query.values()):
        return "&".join(f"{name}={value if type(value) is int else _quoted(value)}" for name, value in query.items())
    return urlencode(query, doseq=True)
