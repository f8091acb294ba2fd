"""Receiving files at the desk: authorised first, streamed to disk, kept outside any long transaction."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from library.desk.access import Librarian
from rmtc.config import Settings
from rmtc.errors import Refusal
from rmtc.files.incoming import Incoming, received
from rmtc.files.services import place
from rmtc.files.store import Store
from rmtc.i18n.texts import gettext as _
from rmtc.web.requests import Reads, allow_body, whole_body

MOST_FILES = 20


async def room_for_files(request: Request, session: Reads, _actor: Librarian) -> None:
    """Let librarians send large bodies; what was read to authorise them is let go before the body comes."""
    await run_sync(session.rollback)
    settings: Settings = request.app.state.settings
    await allow_body(settings.upload_limit_mb + 1)(request)


async def sent_files(
    request: Request, _room: Annotated[None, Depends(room_for_files)], _body: Annotated[None, Depends(whole_body)]
) -> AsyncIterator[list[UploadFile]]:
    """The files of a form, without the empty one that a browser sends for none; closed when the answer is made."""
    form = await request.form(max_files=MOST_FILES, max_fields=2000)
    try:
        yield [each for each in form.getlist("files") if isinstance(each, UploadFile) and each.filename]
    finally:
        await form.close()


SentFiles = Annotated[list[UploadFile], Depends(sent_files)]


@contextmanager
def arriving(request: Request, upload: UploadFile) -> Iterator[Incoming]:
    """Put a sent file into the store, hashed on its way; raises TooLarge, StorageFull, or Refusal when empty."""
    settings: Settings = request.app.state.settings
    store: Store = request.app.state.store
    folder, limit = settings.data / "incoming", settings.upload_limit_mb * 1_000_000
    with received(upload.file, folder, name=upload.filename or "file", limit=limit) as incoming:
        if not incoming.size:
            raise Refusal(_("The file is empty."))
        yield place(store, incoming)
