"""Who may send files, and the deposits that are theirs."""

from collections.abc import AsyncIterator
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import Depends, Request
from sqlalchemy import select
from starlette.datastructures import UploadFile

from library.collections.labels import label
from library.collections.models import Collection
from library.collections.policies import SUBMITTER, collections_held, may
from library.collections.queries import collections_with_keys
from library.deposit import queries
from library.deposit.forms import DepositForm
from library.deposit.models import Deposit, SentFile
from library.resources.policies import is_staff
from rmtc.accounts.actors import Actor
from rmtc.accounts.signin import SignedIn
from rmtc.config import Settings
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal, NotAllowed, NotFound
from rmtc.i18n import languages
from rmtc.i18n.texts import gettext as _
from rmtc.web.requests import Reads, allow_body, whole_body

PIECE_MB = 4
"""The largest piece of a file that is taken at once."""


def depositor(session: Reads, actor: SignedIn) -> Actor:
    """Somebody who keeps the library, or may hand records in to one of its collections."""
    if not is_staff(actor) and session.scalar(collections_held(actor, SUBMITTER).limit(1)) is None:
        raise NotAllowed(_("Files are sent by librarians and by those who hand records in to a collection."))
    return actor


Depositor = Annotated[Actor, Depends(depositor)]


def hold_to_own_shelves(session: ReadSession, actor: Actor, form: DepositForm) -> None:
    """Let those who do not keep the library send files only to the collections that take theirs."""
    if is_staff(actor):
        return
    meant = collections_with_keys(session, [form.collection]).get(form.collection) if form.collection else None
    if meant is None or not may(session, actor, SUBMITTER, meant.id):
        raise FieldRefusal("collection", _("Please choose one of the collections that take your files."))


def shelves_for(session: ReadSession, actor: Actor) -> list[tuple[str, str]]:
    """The collections somebody may send files to: key and name."""
    held = collections_held(actor, SUBMITTER)
    rows = session.scalars(
        select(Collection).where(Collection.id.in_(held)).order_by(Collection.position, Collection.id)
    )
    return [(one.key, label(one.titles, languages.current(), one.key).text) for one in rows]


def deposit_to_fill(session: Reads, actor: Depositor, deposit_id: int) -> Deposit:
    """A deposit of one's own, or any for staff; 404 else."""
    deposit = queries.deposit_with_id(session, deposit_id)
    is_own = deposit is not None and deposit.created_by == actor.id and not deposit.is_package
    if deposit is None or not (is_staff(actor) or is_own):
        raise NotFound(_("There is no such deposit."))
    return deposit


DepositToFill = Annotated[Deposit, Depends(deposit_to_fill)]


def file_to_send(session: Reads, deposit: DepositToFill, sent_id: int) -> SentFile:
    """A file of such a deposit; 404 else."""
    sent = queries.sent_file(session, deposit.id, sent_id)
    if sent is None:
        raise NotFound(_("There is no such file."))
    return sent


FileToSend = Annotated[SentFile, Depends(file_to_send)]


async def room_for_piece(request: Request, session: Reads, _sent: FileToSend) -> None:
    """Let a piece come in; what was read to authorise it is let go before."""
    await run_sync(session.commit)  # what was read stays loaded
    await allow_body(PIECE_MB)(request)


async def piece(
    request: Request, _room: Annotated[None, Depends(room_for_piece)], _body: Annotated[None, Depends(whole_body)]
) -> bytes:
    """The piece that was sent."""
    return await request.body()


Piece = Annotated[bytes, Depends(piece)]


async def room_for_files(request: Request, session: Reads, _actor: Depositor) -> None:
    """Let a form with whole files come in."""
    await run_sync(session.commit)  # what was read stays loaded
    settings: Settings = request.app.state.settings
    await allow_body(settings.upload_limit_mb + 1)(request)


async def whole_files(
    request: Request, _room: Annotated[None, Depends(room_for_files)], _body: Annotated[None, Depends(whole_body)]
) -> AsyncIterator[list[UploadFile]]:
    """The files of a form, without the empty one that a browser sends for none."""
    form = await request.form()
    yield [each for each in form.getlist("files") if isinstance(each, UploadFile) and each.filename]


WholeFiles = Annotated[list[UploadFile], Depends(whole_files)]


def whose(actor: Actor) -> int | None:
    """Whose deposits somebody sees: staff everybody's (None), others their own."""
    return None if is_staff(actor) else actor.id
