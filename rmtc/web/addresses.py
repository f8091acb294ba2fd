"""What an address may say: no controls, and no number that no table can hold.

The numbers of this site are 4 bytes wide (PostgreSQL's integer); a larger one leads nowhere without asking a table.
"""

import re
from collections.abc import Iterator
from typing import Any, get_args
from urllib.parse import parse_qsl, urlencode

from fastapi.dependencies.models import Dependant
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from rmtc.errors import NotFound
from rmtc.texts.letters import NOT_TEXT
from rmtc.texts.numbers import LARGEST
from rmtc.web.refusals import answer

ENDLESS = re.compile(r"\d{1000}")
"""More digits than any number here has; Python itself refuses to read them from 4,300 on."""


class SoundAddresses:
    """Leaves out of a query what no text can hold, and answers 404 to a path that has it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["query_string"] = without_controls(scope["query_string"])
            if NOT_TEXT.search(scope["path"]) or ENDLESS.search(scope["path"]):
                shown = {**scope, "path": NOT_TEXT.sub("", scope["path"])}
                await answer(Request(shown), 404, "")(scope, receive, send)
                return
        await self.app(scope, receive, send)


def without_controls(query: bytes) -> bytes:
    """The query of an address without controls, halves of letters and endless numbers; mostly it is left as it is."""
    text = query.decode("latin-1")
    if "%" not in text and not NOT_TEXT.search(text) and not ENDLESS.search(text):
        return query
    pairs = parse_qsl(text, keep_blank_values=True)
    if not any(NOT_TEXT.search(part) or ENDLESS.search(part) for pair in pairs for part in pair):
        return query
    return urlencode([(_clean(name), _clean(value)) for name, value in pairs]).encode()


def _clean(part: str) -> str:
    return ENDLESS.sub("", NOT_TEXT.sub("", part))


async def refuse_large_numbers(request: Request) -> None:
    """Answer 404 to a number in the path or the query that is wider than the tables' own."""
    for kind, name in _numbers_of(request.scope["route"]):
        given = (request.path_params if kind == "path" else request.query_params).get(name, 0)
        if not fits(given):
            raise NotFound("")


def _numbers_of(route: Any) -> tuple[tuple[str, str], ...]:
    """The same for each request of a route: found out at the first one, and kept with the route."""
    kept: tuple[tuple[str, str], ...] | None = vars(route).get("numbers_read")
    if kept is None:
        kept = route.numbers_read = tuple(dict.fromkeys(numbers_read(route.dependant)))
    return kept


def numbers_read(dependant: Dependant) -> Iterator[tuple[str, str]]:
    """Where a route and what it depends on read whole numbers: in the path or the query, and under which name."""
    for kind, params in (("path", dependant.path_params), ("query", dependant.query_params)):
        for param in params:
            if int in (param.field_info.annotation, *get_args(param.field_info.annotation)):
                yield kind, param.alias
    for one in dependant.dependencies:
        yield from numbers_read(one)


def fits(given: str | int) -> bool:
    """Say whether a number fits the tables; what is no number at all is left to whoever reads it."""
    try:
        return abs(int(given)) <= LARGEST
    except ValueError:
        return True
