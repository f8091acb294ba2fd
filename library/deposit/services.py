"""Deposits: announcing files, noting what has arrived, making drafts of what is complete."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, update

from library.collections.queries import collections_with_keys
from library.deposit import queries
from library.deposit.forms import Announced, DepositForm
from library.deposit.models import Deposit, SendingState, SentFile
from library.deposit.parts import keep_whole, new_part
from library.deposit.wording import EMPTY, ENDED, FULL, NO_PLACE, TOO_LARGE, TOO_MANY
from library.intake.services import blank_form, take_in
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal
from rmtc.files.incoming import Incoming, clean_name
from rmtc.files.store import Store
from rmtc.i18n.texts import gettext as _
from rmtc.jobs.services import enqueue

TAKE_JOB, TAKE_PACKAGE_JOB = "library.take_sent_file", "library.take_sent_package"
KEPT = timedelta(days=7)
"""How long what has arrived of a file waits for the rest."""
MOST_FILES = 2000


def open_deposit(session: WriteSession, form: DepositForm, *, by: Actor) -> Deposit:
    """Begin a deposit; refuses a collection that is not there."""
    if form.collection and not collections_with_keys(session, [form.collection]):
        raise FieldRefusal("collection", _("There is no collection “%(key)s”.") % {"key": form.collection})
    deposit = Deposit(**form.model_dump(), created_by=by.id, created_at=now())
    session.add(deposit)
    session.flush()
    record(session, "deposit.opened", ("deposit", deposit.id), by=by.id)
    return deposit


def open_package(session: WriteSession, *, by: Actor) -> Deposit:
    """Begin to send a package."""
    deposit = Deposit(**DepositForm().model_dump(), is_package=True, created_by=by.id, created_at=now())
    session.add(deposit)
    session.flush()
    record(session, "deposit.opened", ("deposit", deposit.id), by=by.id)
    return deposit


def announce_files(
    session: WriteSession, deposit: Deposit, announced: Iterable[Announced], *, limit: int, room: int
) -> list[SentFile]:
    """Note files about to be sent, in their order; one that was announced before is the same again.

    A file that cannot be taken is noted with its reason; `limit` of one file and `room` on the disk in bytes.
    """
    known = queries.sent_before(session, deposit)
    number = queries.count_sent(session, deposit)
    room -= queries.still_to_come(session)
    found = []
    for one in announced:
        name = clean_name(one.name)
        sent = known.get((name, one.size, one.modified))
        if sent is None:
            reason = _refusal(one.size, limit, room, number)
            sent = known[name, one.size, one.modified] = _note(session, deposit, one, name, reason)
            number += 1
            room -= 0 if reason else one.size
        found.append(sent)
    session.flush()
    return found


def _refusal(size: int, limit: int, room: int, number: int) -> str:
    checks = {EMPTY: size == 0, TOO_LARGE: size > limit, FULL: size > room, TOO_MANY: number >= MOST_FILES}
    return next((reason for reason, applies in checks.items() if applies), "")


def _note(session: WriteSession, deposit: Deposit, one: Announced, name: str, reason: str) -> SentFile:
    sent = SentFile(
        deposit_id=deposit.id, name=name, size=one.size, modified=one.modified, received=0, part=new_part(),
        state=SendingState.REFUSED if reason else SendingState.ARRIVING, reason=reason,
        keep_until=None if reason else now() + KEPT, changed_at=now(),
    )  # fmt: skip
    session.add(sent)
    return sent


def note_piece(session: WriteSession, sent: SentFile, offset: int, length: int) -> bool:
    """Note that a piece (bytes) was written at an offset; False when the file had gone on meanwhile.

    The last piece queues the taking in, which needs no browser.
    """
    received = offset + length
    is_whole = received == sent.size
    values = {"received": received, "keep_until": now() + KEPT, "changed_at": now()}
    if is_whole:
        values |= {"state": SendingState.ARRIVED, "keep_until": None}
    mine = (SentFile.id == sent.id, SentFile.received == offset, SentFile.state == SendingState.ARRIVING)
    changed = session.scalar(update(SentFile).where(*mine).values(values).returning(SentFile.id))
    deposit = session.get(Deposit, sent.deposit_id)
    if changed is not None and is_whole and deposit is not None:
        _queue(session, deposit, sent)
    return changed is not None


def _queue(session: WriteSession, deposit: Deposit, sent: SentFile) -> None:
    """Have a file that has arrived taken in."""
    job = TAKE_PACKAGE_JOB if deposit.is_package else TAKE_JOB
    enqueue(session, job, key=f"{job}:{sent.id}", sent_id=sent.id)


def note_whole_file(session: WriteSession, deposit: Deposit, incoming: Incoming, folder: Path) -> SentFile:
    """Note a file that came in one go, as the form of a browser without scripts sends it."""
    sent = _note(session, deposit, Announced(incoming.name, incoming.size, 0), incoming.name, "")
    sent.received, sent.state, sent.keep_until = incoming.size, SendingState.ARRIVED, None
    session.flush()
    keep_whole(incoming.path, folder / sent.part)
    _queue(session, deposit, sent)
    return sent


def note_refused_file(session: WriteSession, deposit: Deposit, name: str, size: int, reason: str) -> None:
    """Note a file that came in one go and cannot be taken."""
    _note(session, deposit, Announced(name, size, 0), clean_name(name), reason)


def take_sent_file(
    session: WriteSession, store: Store, deposit: Deposit, sent: SentFile, incoming: Incoming, by: Actor | None
) -> None:
    """Make a draft of a file that has arrived, unless the library holds its content already."""
    places = [deposit.collection] if deposit.collection else []
    form, guessed = blank_form(
        sent.name, deposit.language, kind=deposit.kind, access=deposit.access, collections=places
    )
    try:
        taken = take_in(session, store, incoming, form, by=by, guessed=guessed)
    except FieldRefusal:
        session.rollback()
        refuse(session, sent.id, NO_PLACE)
        return
    sent.state = SendingState.TAKEN if taken.is_new else SendingState.KNOWN
    sent.resource_id, sent.file_id = taken.resource.id, taken.file.id if taken.file else None
    sent.changed_at = now()


def refuse(session: WriteSession, sent_id: int, reason: str) -> None:
    """Note why a file was not taken."""
    values = {"state": SendingState.REFUSED, "reason": reason, "keep_until": None, "changed_at": now()}
    session.execute(update(SentFile).where(SentFile.id == sent_id).values(values))


def end_abandoned(session: WriteSession) -> int:
    """End what nobody went on sending; returns how many files."""
    late = select(SentFile.id).where(SentFile.keep_until < now(), SentFile.state == SendingState.ARRIVING)
    ended = list(session.scalars(late.order_by(SentFile.id)))
    for sent_id in ended:
        refuse(session, sent_id, ENDED)
    return len(ended)
