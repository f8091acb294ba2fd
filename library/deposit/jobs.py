"""Background work on deposits: making drafts of what has arrived, deleting what nobody went on sending."""

from pathlib import Path
from typing import Any

from library.deposit import queries, services
from library.deposit.models import Deposit, SendingState, SentFile
from library.deposit.parts import part_path, sweep_parts
from library.deposit.wording import LOST
from rmtc.accounts.actors import Actor, actor_of
from rmtc.accounts.models import Person
from rmtc.clock import now
from rmtc.db import ReadSession
from rmtc.files.services import look_at, place
from rmtc.files.store import open_store
from rmtc.jobs.schedule import DAILY
from rmtc.site import Site


def arrived_file(site: Site, args: dict[str, Any]) -> tuple[SentFile, Path] | None:
    """A file that has arrived completely and where it lies; None for one that was taken before, or is lost."""
    with site.database.reading() as session:
        sent = session.get(SentFile, int(args["sent_id"]))
    if sent is None or sent.state is not SendingState.ARRIVED:
        return None
    path = part_path(site.settings, sent.part)
    if not path.exists():
        with site.database.writing() as session:
            services.refuse(session, sent.id, LOST)
        return None
    return sent, path


def take_sent_file(site: Site, args: dict[str, Any]) -> None:
    """Make a draft of a file that has arrived completely; what was taken before is left alone."""
    arrived = arrived_file(site, args)
    if arrived is None:
        return
    (sent, path), store = arrived, open_store(site.settings)
    incoming = place(store, look_at(path, sent.name))
    with site.database.writing() as session:
        found = session.get(SentFile, sent.id)
        deposit = session.get(Deposit, sent.deposit_id)
        if found is not None and deposit is not None and found.state is SendingState.ARRIVED:
            by = sender(session, deposit)
            services.take_sent_file(session, store, deposit, found, incoming, by)
    path.unlink(missing_ok=True)


def end_abandoned(site: Site, _args: dict[str, Any]) -> None:
    """Delete what has arrived of files that nobody went on sending for a week."""
    with site.database.writing() as session:
        services.end_abandoned(session)
    with site.database.reading() as session:
        wanted = queries.parts_in_use(session)
    sweep_parts(site.settings, wanted, (now() - DAILY).timestamp())


def sender(session: ReadSession, deposit: Deposit) -> Actor | None:
    """Whoever sends the files of a deposit."""
    person = session.get(Person, deposit.created_by) if deposit.created_by else None
    return actor_of(person, ()) if person else None
