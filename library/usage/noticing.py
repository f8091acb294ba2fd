"""Noticing what is opened: the routes of the library call this, and it never stands in their way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from anyio.to_thread import run_sync
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import State
from starlette.requests import Request

from library.resources.policies import is_staff
from library.usage.counting import Measure, Reader, Usage
from rmtc.accounts.actors import Actor
from rmtc.web.heads import is_head

EVERY = 60.0
"""Seconds between two times the counts are written down."""
log = structlog.get_logger()


def note_opened(request: Request, visitor: Actor | None, resource_id: int, measure: Measure) -> None:
    """Count that a record's page or file was opened; those who keep the library do not count."""
    if not is_head(request) and not is_staff(visitor) and _begins(request):
        usage: Usage = request.app.state.usage
        usage.opened(_reader(request), resource_id, measure)


def note_search(request: Request, visitor: Actor | None, words: str, *, found: bool) -> None:
    """Count a search for words."""
    if not is_head(request) and not is_staff(visitor):
        usage: Usage = request.app.state.usage
        usage.searched(_reader(request), words, found=found)


def _begins(request: Request) -> bool:
    """Say whether a file is asked for from its beginning; readers ask for the rest of it piece by piece."""
    return request.headers.get("range", "bytes=0-").replace(" ", "").startswith("bytes=0-")


def _reader(request: Request) -> Reader:
    heads = request.headers
    ahead = "prefetch" in (heads.get("sec-purpose", "") + heads.get("purpose", ""))
    return Reader(request.client.host if request.client else "", heads.get("user-agent", ""), ahead)


@asynccontextmanager
async def counting(state: State) -> AsyncIterator[None]:
    """While the site runs, write the counts down every minute, and once more at its end."""
    task = asyncio.create_task(_every_minute(state))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await _write_down(state)


async def _every_minute(state: State) -> None:
    while True:
        await asyncio.sleep(EVERY)
        await _write_down(state)


async def _write_down(state: State) -> None:
    try:
        async with state.writers:
            await run_sync(state.usage.write_down, state.database)
    except SQLAlchemyError as problem:
        log.warning("usage.not_written", why=str(problem))
