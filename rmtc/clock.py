"""The time, always with its zone; whoever replays the past may say what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_said: ContextVar[datetime | None] = ContextVar("said", default=None)


def now() -> datetime:
    """Return the present moment in UTC, to the microsecond."""
    return _said.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Do something as if it were this moment: demonstration data replay the steps of a finished run."""
    token = _said.set(moment)
    try:
        yield
    finally:
        _said.reset(token)
