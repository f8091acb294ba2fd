"""Deposits and what has become of their files."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, case, func, select

from library.deposit.models import Deposit, SendingState, SentFile
from library.resources.models import FileState, Resource, ResourceFile
from library.resources.policies import told
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Person
from rmtc.db import ReadSession

PER_PAGE = 40
DEPOSITS_PER_PAGE = 25
MOVING = (FileState.RECEIVED, FileState.EXTRACTING)

_ORDER = case(
    {SendingState.ARRIVING: 0, SendingState.REFUSED: 1, SendingState.ARRIVED: 2, SendingState.KNOWN: 3},
    value=SentFile.state,
    else_=4,
)


@dataclass(frozen=True)
class Sent:
    """A sent file with the draft made of it, or the record that held it and may be named to who asks."""

    sent: SentFile
    file: ResourceFile | None
    resource: Resource | None


@dataclass(frozen=True)
class Progress:
    """How far a deposit is: files in each state, bytes, and files of drafts that are still being read."""

    counts: dict[SendingState, int]
    size: int
    received: int
    reading: int

    @property
    def total(self) -> int:
        """How many files there are."""
        return sum(self.counts.values())

    @property
    def is_working(self) -> bool:
        """Say whether something goes on in the background."""
        return bool(self.reading or self.counts.get(SendingState.ARRIVED))


@dataclass(frozen=True)
class Listed:
    """A deposit in a list: who sent it, how many files, how many of them did not become drafts or are on their way."""

    deposit: Deposit
    sender: str
    files: int
    open: int


def deposit_with_id(session: ReadSession, deposit_id: int) -> Deposit | None:
    """A deposit."""
    return session.get(Deposit, deposit_id)


def sent_file(session: ReadSession, deposit_id: int, sent_id: int) -> SentFile | None:
    """A file of a deposit."""
    return session.scalar(select(SentFile).where(SentFile.id == sent_id, SentFile.deposit_id == deposit_id))


def sent_before(session: ReadSession, deposit: Deposit) -> dict[tuple[str, int, int], SentFile]:
    """The files of a deposit that need not be announced again, by name, size and stamp."""
    rows = select(SentFile).where(SentFile.deposit_id == deposit.id, SentFile.state != SendingState.REFUSED)
    return {(sent.name, sent.size, sent.modified): sent for sent in session.scalars(rows)}


def count_sent(session: ReadSession, deposit: Deposit) -> int:
    """How many files a deposit has."""
    return session.scalar(select(func.count()).where(SentFile.deposit_id == deposit.id)) or 0


def still_to_come(session: ReadSession) -> int:
    """How many bytes have been announced to the site and have not arrived."""
    rest = func.coalesce(func.sum(SentFile.size - SentFile.received), 0)
    return int(session.scalar(select(rest).where(SentFile.state == SendingState.ARRIVING)) or 0)


def parts_in_use(session: ReadSession) -> set[str]:
    """The parts of files that are on their way or wait to be taken in."""
    open_states = (SendingState.ARRIVING, SendingState.ARRIVED)
    return set(session.scalars(select(SentFile.part).where(SentFile.state.in_(open_states))))


def files_of(session: ReadSession, deposit: Deposit, actor: Actor, page: int) -> list[Sent]:
    """A page of a deposit's files, those that need somebody first; a record is named only to who may know of it."""
    mine = and_(Resource.id == SentFile.resource_id, (SentFile.state == SendingState.TAKEN) | told(actor))
    rows = (
        select(SentFile, ResourceFile, Resource)
        .outerjoin(ResourceFile, ResourceFile.id == SentFile.file_id)
        .outerjoin(Resource, mine)
        .where(SentFile.deposit_id == deposit.id)
        .order_by(_ORDER, SentFile.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    return [Sent(sent, file, resource) for sent, file, resource in session.execute(rows)]


def progress_of(session: ReadSession, deposit: Deposit) -> Progress:
    """How far a deposit is."""
    reading = func.count().filter(ResourceFile.state.in_(MOVING))
    sums = (func.count(), func.sum(SentFile.size), func.sum(SentFile.received), reading)
    rows = session.execute(
        select(SentFile.state, *sums)
        .outerjoin(ResourceFile, ResourceFile.id == SentFile.file_id)
        .where(SentFile.deposit_id == deposit.id)
        .group_by(SentFile.state)
        .order_by(SentFile.state)
    ).all()
    coming = [row for row in rows if row[0] is not SendingState.REFUSED]
    return Progress(
        {row[0]: row[1] for row in rows},
        sum(int(row[2]) for row in coming),
        sum(int(row[3]) for row in coming),
        sum(row[4] for row in rows),
    )


def deposits(session: ReadSession, by: int | None, page: int) -> Sequence[Listed]:
    """A page of the deposits of somebody (None: of everybody), the newest first."""
    chosen = (
        select(Deposit, Person.name)
        .outerjoin(Person, Person.id == Deposit.created_by)
        .order_by(Deposit.id.desc())
        .limit(DEPOSITS_PER_PAGE)
        .offset((page - 1) * DEPOSITS_PER_PAGE)
    )
    rows = session.execute(chosen if by is None else chosen.where(Deposit.created_by == by)).all()
    open_states = (SendingState.ARRIVING, SendingState.ARRIVED)
    counts = (
        select(SentFile.deposit_id, func.count(), func.count().filter(SentFile.state.in_(open_states)))
        .where(SentFile.deposit_id.in_([deposit.id for deposit, _ in rows]))
        .group_by(SentFile.deposit_id)
        .order_by(SentFile.deposit_id)
    )
    by_id = {deposit_id: (files, still) for deposit_id, files, still in session.execute(counts)}
    return [Listed(deposit, name or "", *by_id.get(deposit.id, (0, 0))) for deposit, name in rows]


def count_deposits(session: ReadSession, by: int | None) -> int:
    """How many deposits somebody has made (None: everybody)."""
    counted = select(func.count()).select_from(Deposit)
    return session.scalar(counted if by is None else counted.where(Deposit.created_by == by)) or 0
