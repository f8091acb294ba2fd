"""What a part of the site keeps of a person: how it is read for them, and how it goes when they are erased."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select

from rmtc.db import Model, ReadSession, WriteSession

Read = Callable[[ReadSession, int], Any]
Erase = Callable[[WriteSession, int], None]


@dataclass(frozen=True)
class OwnData:
    """A part of a person's download; `tables` are those it reads, `erase` removes what need not be kept."""

    name: str
    tables: tuple[str, ...]
    read: Read
    erase: Erase | None = None


def plain_rows(session: ReadSession, wanted: Select[Any], *, but: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """The rows of a statement about one table as JSON values, column by column, without those named in `but`."""
    return [plain_row(row, but) for row in session.scalars(wanted)]


def plain_row(row: Model, but: tuple[str, ...] = ()) -> dict[str, Any]:
    """A row as JSON values; moments in UTC."""
    names = [column.key for column in row.__mapper__.column_attrs if column.key not in but]
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value
