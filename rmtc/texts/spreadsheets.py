"""Tables for spreadsheets: CSV (RFC 4180) in which no cell can become a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

RISKY = ("=", "+", "-", "@", "\t", "\r")


def csv_table(columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> str:
    """A table with its head; texts that a spreadsheet would run are made harmless."""
    return csv_lines([columns]) + csv_lines(rows)


def csv_lines(rows: Iterable[Iterable[Any]]) -> str:
    """Lines of a table that is sent in parts, made harmless likewise."""
    text = StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def harmless(cell: Any) -> Any:
    """CSV has no types: a text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY) else cell
