"""Rows by the hundred, where making each by the services would take minutes."""

from typing import Any

from sqlalchemy import insert

from rmtc.clock import now
from rmtc.db import Model, WriteSession

Row = dict[str, Any]


def add_rows(session: WriteSession, table: type[Model], rows: list[Row]) -> list[int]:
    """Insert rows at once; returns their numbers in the same order."""
    if not rows:
        return []
    kept = insert(table).returning(table.__mapper__.primary_key[0], sort_by_parameter_order=True)
    return list(session.scalars(kept, rows))


def put_rows(session: WriteSession, table: type[Model], rows: list[Row]) -> None:
    """Insert rows of a table whose keys are known."""
    if rows:
        session.execute(insert(table), rows)


def stamped(**facts: Any) -> Row:
    """A row made just now."""
    return {"created_at": now()} | facts
