"""Work that comes again: each kind once per period, however many workers there are."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from rmtc.clock import now
from rmtc.db import Database, WriteSession
from rmtc.jobs.models import ScheduledJob
from rmtc.jobs.services import enqueue

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
DAILY = timedelta(days=1)


@dataclass(frozen=True)
class Every:
    """A job that is due once a period, `after` so much of it (in UTC: DAILY after 2 hours is 02:00)."""

    period: timedelta
    kind: str
    after: timedelta = timedelta(0)
    args: dict[str, Any] = field(default_factory=dict)

    def next_after(self, moment: datetime) -> datetime:
        """The first time this is due after a moment."""
        start = EPOCH + self.after
        return start + ((moment - start) // self.period + 1) * self.period


def enqueue_scheduled(database: Database, schedule: list[Every]) -> int:
    """Queue what has become due; returns how many. Times that passed while no worker ran are made up for once."""
    moment = now()
    with database.reading() as session:
        known = {row.kind: row.next_at for row in session.scalars(select(ScheduledJob))}
    late = [every for every in schedule if known.get(every.kind, moment) <= moment]
    return sum(_enqueue_next(database, every, moment) for every in late)


def _enqueue_next(database: Database, every: Every, moment: datetime) -> bool:
    try:
        with database.writing() as session:
            return _take_turn(session, every, moment)
    except IntegrityError:
        return False  # another worker wrote the first row of this kind


def _take_turn(session: WriteSession, every: Every, moment: datetime) -> bool:
    row = session.get(ScheduledJob, every.kind, with_for_update=True)
    if row is not None and row.next_at > moment:
        return False
    if row is None:
        session.add(ScheduledJob(kind=every.kind, next_at=every.next_after(moment)))
        session.flush()
    else:
        row.next_at = every.next_after(moment)
    enqueue(session, every.kind, key=f"scheduled:{every.kind}", **every.args)
    return True
