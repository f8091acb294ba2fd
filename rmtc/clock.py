"""The time, always with its zone; whoever replays the past may say what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

CENTRE_ZONE: Final = "Europe/Belgrade"
"""The clock of Plandište: days begin and end by it."""

_said: ContextVar[datetime | None] = ContextVar("said", default=None)


def now() -> datetime:
    """Return the present moment in UTC, to the microsecond."""
    return _said.get() or datetime.now(UTC)


def today() -> date:
    """The day it is in Plandište."""
    return now().astimezone(ZoneInfo(CENTRE_ZONE)).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Do something as if it were this moment: demonstration data replay the steps of a finished run."""
    token = _said.set(moment)
    try:
        yield
    finally:
        _said.reset(token)
