"""One session for each request: it reads and authorises in a short transaction, and only then may write.

The order matters: strangers are refused before their body is read, a slow sender holds no lock, and the commit comes
before the answer (`scope="function"`; a plain `yield` dependency commits after it).
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import Depends, Request
from sqlalchemy.orm import Session

from rmtc.db import Database, ReadSession, WriteSession
from rmtc.errors import NotAllowed
from rmtc.i18n.texts import gettext as _
from rmtc.web.csrf import FIELD, SAFE, has_token

LONGEST_FIELD = 4_000_000
"""Bytes of one field as it travels; how much a route receives at all is said by the route (allow_body)."""


def database_of(request: Request) -> Database:
    """The database of the site, for the rare route that needs transactions of its own."""
    found: Database = request.app.state.database
    return found


async def reading(request: Request) -> AsyncIterator[Session]:
    """Open the session of a request; it only reads until a route asks for `Writes`."""
    database = database_of(request)
    session = database.session()
    try:
        yield session
    finally:
        if database.is_sqlite:  # it ends a reading transaction sooner than a thread would begin
            session.close()
        else:
            await run_sync(session.close)


Reads = Annotated[ReadSession, Depends(reading, scope="function")]


async def whole_body(request: Request) -> AsyncIterator[None]:
    """Receive the form of a request and check its token, before any transaction that writes; then close its files."""
    try:
        await _receive(request)
        yield
    finally:
        await request.close()


async def _receive(request: Request) -> None:
    if request.method in SAFE or getattr(request.state, "token_is_enough", False):
        return
    kind = request.headers.get("content-type", "")
    typed = None
    if kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        value = (await request.form(max_files=20, max_fields=2000, max_part_size=LONGEST_FIELD)).get(FIELD)
        typed = value if isinstance(value, str) else None
    else:
        await request.body()
    if not has_token(request, typed):
        raise NotAllowed(_("This form is too old or came from elsewhere. Load the page again and send it once more."))


async def writing(
    request: Request, session: Reads, _body: Annotated[None, Depends(whole_body)]
) -> AsyncIterator[Session]:
    """Turn the session to writing once it is this request's turn; commit when the route returns.

    Writers queue here, first come first served, before they take a thread or the database's lock.
    """
    database = database_of(request)
    async with request.app.state.writers:
        await run_sync(database.turn_to_writing, session)
        try:
            yield session
        except BaseException:
            await run_sync(session.rollback)
            raise
        await run_sync(session.commit)


Writes = Annotated[WriteSession, Depends(writing, scope="function")]


@contextmanager
def short_write(request: Request, session: ReadSession) -> Iterator[WriteSession]:
    """Write evidence in a transaction of its own while a request reads; what was read stays loaded."""
    session.commit()  # ends the reading transaction, so that nothing is held while this waits for its turn
    with database_of(request).writing() as apart:
        yield apart


def allow_body(megabytes: int) -> Callable[[Request], Awaitable[None]]:
    """Make a dependency that lets a route receive more than the usual megabyte."""

    async def dependency(request: Request) -> None:
        responder: Any = request.scope.get("starlette._body_limit_responder")
        if responder is not None:
            responder.max_body_size = megabytes * 1_000_000

    return dependency
