"""Whether files are still what they were: each is read again in its turn and hashed, and what was found is kept."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, and_, exists, func, select
from sqlalchemy.orm import aliased

from rmtc.clock import now
from rmtc.db import Database, ReadSession, WriteSession
from rmtc.errors import NotFound
from rmtc.files.models import Fixity, FixityCheck, StoredFile
from rmtc.files.store import Store
from rmtc.paging import Paged, read_page

ROUND = 30
"""In so many days every file has its turn."""
LEAST = 50
"""So many files are read a day at least, so that a small store is seen more often."""
KEPT = timedelta(days=3 * 365)
"""So long the checks that found a file whole are kept; those that did not are kept for ever."""


@dataclass(frozen=True)
class Look:
    """What was found where a file should be."""

    sha256: str
    outcome: Fixity
    found: str = ""


def look(store: Store, sha256: str) -> Look:
    """Read a file of the store and compare it with its name, which is the hash of what it held."""
    digest = hashlib.sha256()
    try:
        for piece in store.read(sha256):
            digest.update(piece)
    except (NotFound, OSError):
        return Look(sha256, Fixity.MISSING)
    found = digest.hexdigest()
    return Look(sha256, Fixity.WHOLE if found == sha256 else Fixity.CHANGED, found)


def share_of_a_day(session: ReadSession) -> int:
    """How many files are read a day, so that every one has its turn within a round."""
    return max(LEAST, -(-(session.scalar(select(func.count()).select_from(StoredFile)) or 0) // ROUND))


def longest_unseen(session: ReadSession, most: int | None = None) -> Sequence[str]:
    """The files whose last check is longest ago, those never checked first."""
    wanted = select(StoredFile.sha256).order_by(func.coalesce(_last_of_each(), 0), StoredFile.sha256)
    return session.scalars(wanted.limit(most)).all()


def check_files(database: Database, store: Store, sha256s: Sequence[str]) -> Iterator[Look]:
    """Look at files one by one; each finding is kept in a short transaction before the next is read.

    Raises StoreAway, and finds nothing missing, where the store itself is not there.
    """
    store.require()
    for sha256 in sha256s:
        found = look(store, sha256)
        with database.writing() as session:
            session.add(FixityCheck(sha256=sha256, checked_at=now(), outcome=found.outcome, found=found.found))
        yield found


def _last_of_each() -> ScalarSelect[int]:
    """The number of the last check of a stored file, looked up in the index; none for one never checked."""
    check = aliased(FixityCheck)
    return select(func.max(check.id)).where(check.sha256 == StoredFile.sha256).scalar_subquery()


def _last_checks() -> ColumnElement[bool]:
    return FixityCheck.id.in_(select(_last_of_each()).select_from(StoredFile))


def damaged(session: ReadSession, page: int) -> Paged[Row[Any]]:
    """A page of the last checks of the files that are not whole, the newest first."""
    wanted = select(FixityCheck).where(*_damaged())
    return read_page(session, wanted.order_by(FixityCheck.id.desc()), page)


def known_damaged(session: ReadSession) -> set[str]:
    """The files that were not whole when they were last looked at, by their SHA-256."""
    return set(session.scalars(select(FixityCheck.sha256).where(*_damaged())))


def _damaged() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The conditions of the last check of a damaged file."""
    return _last_checks(), FixityCheck.outcome != Fixity.WHOLE


@dataclass(frozen=True)
class Coverage:
    """How well the store is watched: files, those ever checked, and the oldest of the last checks."""

    files: int
    checked: int
    oldest: datetime | None


def coverage(session: ReadSession) -> Coverage:
    """Say how well the store is watched."""
    files = session.scalar(select(func.count()).select_from(StoredFile)) or 0
    row = session.execute(select(func.count(), func.min(FixityCheck.checked_at)).where(_last_checks())).one()
    return Coverage(files, row[0], row[1])


def checks_since(session: ReadSession, moment: datetime) -> dict[Fixity, int]:
    """How many checks there were since a moment, by what they found."""
    wanted = select(FixityCheck.outcome, func.count()).where(FixityCheck.checked_at >= moment)
    return dict(session.execute(wanted.group_by(FixityCheck.outcome)).all())


def forget_old_checks(session: WriteSession) -> None:
    """Delete what was found whole long ago, but for the last check of each file."""
    later = aliased(FixityCheck)
    has_later = exists().where(later.sha256 == FixityCheck.sha256, later.id > FixityCheck.id)
    old = and_(FixityCheck.checked_at < now() - KEPT, FixityCheck.outcome == Fixity.WHOLE)
    for check in session.scalars(select(FixityCheck).where(old, has_later)):
        session.delete(check)
