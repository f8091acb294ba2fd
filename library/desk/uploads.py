"""Receiving files at the desk: authorised first, streamed to disk, kept outside any long transaction."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from library.desk.access import Librarian
from library.desk.forms import UploadForm
from library.intake.services import Taken, blank_form, take_in
from rmtc.accounts.actors import Actor
from rmtc.config import Settings
from rmtc.errors import Refusal
from rmtc.files.incoming import Incoming, received
from rmtc.files.services import place
from rmtc.files.store import Store
from rmtc.i18n.texts import gettext as _
from rmtc.web.requests import Reads, allow_body, database_of, whole_body

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


@dataclass
class Report:
    """What became of the files of an upload: records made, records that were there, refusals by name."""

    made: list[Taken] = field(default_factory=list)
    known: list[tuple[str, Taken]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


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


def take_files(request: Request, files: list[UploadFile], form: UploadForm, by: Actor) -> Report:
    """Make a draft of each file in a short transaction of its own; a bad one never stops the next."""
    report = Report()
    for upload in files:
        name = upload.filename or "file"
        try:
            with arriving(request, upload) as incoming:
                taken = _take(request, incoming, form, by)
        except Refusal as refusal:
            report.refused.append((name, str(refusal)))
            continue
        if taken.is_new:
            report.made.append(taken)
        else:
            report.known.append((name, taken))
    return report


def _take(request: Request, incoming: Incoming, form: UploadForm, by: Actor) -> Taken:
    known = {"kind": form.kind, "access": form.access, "collections": [form.collection] if form.collection else []}
    blank, guessed = blank_form(incoming.name, form.language, **known)
    with database_of(request).writing() as session:
        return take_in(session, request.app.state.store, incoming, blank, by=by, guessed=guessed)
