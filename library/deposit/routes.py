"""Sending files: a deposit, its files piece by piece, and what becomes of them."""

from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse
from starlette.datastructures import UploadFile

from library.deposit import queries, services
from library.deposit.access import (
    Depositor,
    DepositToFill,
    FileToSend,
    Piece,
    WholeFiles,
    hold_to_own_shelves,
    shelves_for,
    whose,
)
from library.deposit.forms import AnnouncementForm, DepositForm
from library.deposit.models import Deposit, SendingState, SentFile
from library.deposit.parts import free_room, only_writer, part_path, write_piece
from library.deposit.wording import EMPTY, FULL, TOO_LARGE, sending_name, sending_sentence
from library.desk.options import options
from library.resources.kinds import kind_name
from library.resources.models import AccessLevel
from library.resources.policies import is_staff
from library.wording import state_sentence
from rmtc.accounts.actors import Actor
from rmtc.config import Settings
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal
from rmtc.files.incoming import received
from rmtc.files.refusals import StorageFull, TooLarge
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import ngettext
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer
from rmtc.web.refusals import wants_json
from rmtc.web.requests import Reads, Writes, database_of
from rmtc.web.routing import Router

router = Router(prefix="/deposits")


@router.get("", name="deposit.list")
def show_deposits(page: Answer, by: Depositor, session: Reads, number: int = 1) -> Response:
    """The deposits of who asks; staff see everybody's."""
    pages = max(1, -(-queries.count_deposits(session, whose(by)) // queries.DEPOSITS_PER_PAGE))
    number = min(max(number, 1), pages)
    listed = queries.deposits(session, whose(by), number)
    return page.render(
        "library/deposit/list.html",
        listed=listed,
        number=number,
        pages=pages,
        kind_name=kind_name,
        is_staff=is_staff(by),
    )


@router.get("/new", name="deposit.new")
def show_new_deposit(page: Answer, by: Depositor, session: Reads) -> Response:
    """The form to send files with."""
    form = filled({"kind": "report", "access": AccessLevel.PUBLIC})
    return page.render("library/deposit/new.html", form=form, **_options(session, by))


@router.post("", name="deposit.add")
def add_deposit(
    page: Answer,
    request: Request,
    by: Depositor,
    files: WholeFiles,
    session: Reads,
    form: Annotated[Bound[DepositForm], Depends(bind(DepositForm))],
) -> Response:
    """Begin a deposit, with files where the browser sends them at once; a script is told its address."""
    if form.checked is not None and not files and not wants_json(request):
        form = form.refused(FieldRefusal("files", _("Please choose at least one file.")))
    if form.checked is not None:
        try:
            hold_to_own_shelves(session, by, form.checked)
            session.commit()  # nothing is held while files are written
            with database_of(request).writing() as apart:
                deposit = services.open_deposit(apart, form.checked, by=by)
        except FieldRefusal as refusal:
            form = form.refused(refusal)
    if form.checked is None:
        if wants_json(request):
            return JSONResponse({"detail": " ".join(form.errors.values())}, 422)
        return page.render("library/deposit/new.html", 422, form=form, **_options(session, by))
    if wants_json(request):
        return JSONResponse({"url": str(request.app.state.urls("deposit.show", deposit_id=deposit.id))}, 201)
    return page.redirect("deposit.show", deposit_id=deposit.id, flash=_take_whole_files(request, deposit, files))


@router.get("/{deposit_id:int}", name="deposit.show")
def show_deposit(page: Answer, by: Depositor, session: Reads, deposit: DepositToFill, number: int = 1) -> Response:
    """A deposit: how far each file is; more can be sent."""
    progress = queries.progress_of(session, deposit)
    pages = max(1, -(-progress.total // queries.PER_PAGE))
    number = min(max(number, 1), pages)
    settings: Settings = page.request.app.state.settings
    return page.render(
        "library/deposit/show.html",
        block="sent",
        deposit=deposit,
        progress=progress,
        files=queries.files_of(session, deposit, by, number),
        number=number,
        pages=pages,
        kind_name=kind_name,
        is_package=deposit.is_package,
        sending_name=sending_name,
        sending_sentence=lambda sent: sending_sentence(sent, settings.upload_limit_mb * 1_000_000),
        state_sentence=state_sentence,
    )


@router.post("/{deposit_id:int}/files", name="deposit.files")
def add_files(page: Answer, request: Request, deposit: DepositToFill, files: WholeFiles, deposit_id: int) -> Response:
    """Take further files that a browser sends at once."""
    said = _take_whole_files(request, deposit, files) if files else _("No file was chosen.")
    return page.redirect("deposit.show", deposit_id=deposit_id, flash=said)


@router.post("/{deposit_id:int}/announcements", name="deposit.announcements")
def announce(
    request: Request,
    deposit: DepositToFill,
    session: Writes,
    form: Annotated[Bound[AnnouncementForm], Depends(bind(AnnouncementForm))],
) -> JSONResponse:
    """Say which files are about to be sent; the answer tells how far each of them had got."""
    if form.checked is None:
        return JSONResponse({"detail": " ".join(form.errors.values())}, 422)
    settings: Settings = request.app.state.settings
    limit = settings.upload_limit_mb * 1_000_000
    found = services.announce_files(session, deposit, form.checked.files, limit=limit, room=free_room(settings))
    return JSONResponse({"files": [_picture(sent) for sent in found]})


@router.put("/{deposit_id:int}/files/{sent_id:int}/content", name="deposit.content")
def take_piece(request: Request, sent: FileToSend, piece: Piece, offset: int) -> JSONResponse:
    """Write the next piece of a file; where the file is further on, or not so far, the answer (409) says how far."""
    database = database_of(request)
    with only_writer(part_path(request.app.state.settings, sent.part)) as part:
        with database.reading() as session:
            now_there = queries.sent_file(session, sent.deposit_id, sent.id) or sent
        fits = 0 < len(piece) <= now_there.size - offset
        if now_there.state is not SendingState.ARRIVING or now_there.received != offset or not fits:
            return JSONResponse(_picture(now_there), 409)
        write_piece(part, offset, piece)
        with database.writing() as session:
            services.note_piece(session, now_there, offset, len(piece))
    return JSONResponse({"id": sent.id, "received": offset + len(piece)})


def _options(session: ReadSession, by: Actor) -> dict[str, Any]:
    """What the form offers; the collections are those that take files from who asks."""
    return options(session) | {"shelves": shelves_for(session, by), "needs_shelf": not is_staff(by)}


def _picture(sent: SentFile) -> dict[str, Any]:
    return {"id": sent.id, "received": sent.received, "state": sent.state}


def _take_whole_files(request: Request, deposit: Deposit, files: list[UploadFile]) -> str:
    """Keep files that came in one go, each in a transaction of its own; a bad one never stops the next."""
    taken = 0
    settings: Settings = request.app.state.settings
    folder, limit = settings.data / "incoming", settings.upload_limit_mb * 1_000_000
    for upload in files:
        name, reason = upload.filename or "file", EMPTY
        try:
            with received(upload.file, folder, name=name, limit=limit) as incoming:
                if incoming.size:
                    with database_of(request).writing() as session:
                        services.note_whole_file(session, deposit, incoming, folder)
                    taken += 1
                    continue
        except (TooLarge, StorageFull) as refusal:
            reason = FULL if isinstance(refusal, StorageFull) else TOO_LARGE
        with database_of(request).writing() as session:
            services.note_refused_file(session, deposit, name, upload.size or 0, reason)
    said = ngettext("%(num)d file was taken in.", "%(num)d files were taken in.", taken)
    return said % {"num": taken} if taken else ""
