"""Writing a table three times: CSV for any program, XLSX for people, JSON with its types for machines."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from rmtc.texts.spreadsheets import csv_table

Rows = Sequence[Sequence[Any]]
CELL = 32_000  # characters; a cell of XLSX holds 32,767


def as_json(columns: Sequence[str], rows: Rows) -> bytes:
    """A list of objects, one to a line."""
    lines = (json.dumps({c: _plain(v) for c, v in zip(columns, row, strict=True)}, ensure_ascii=False) for row in rows)
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def as_csv(columns: Sequence[str], rows: Rows) -> bytes:
    """RFC 4180 with a byte order mark, so that Excel reads the letters right; no cell can become a formula."""
    return csv_table(columns, ([_flat(_plain(value)) for value in row] for row in rows)).encode("utf-8-sig")


def as_xlsx(columns: Sequence[str], rows: Rows) -> bytes:
    """One sheet with a fixed head; the same rows give the same bytes."""
    made = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(made, options)
    book.set_properties({"created": datetime(2020, 1, 1)})  # noqa: DTZ001 - XLSX keeps no zone, and ours is fixed
    sheet, head = book.add_worksheet("record"), book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, columns, head)
    for number, row in enumerate(rows, start=1):
        sheet.write_row(number, 0, [_cell(_plain(value)) for value in row])
    book.close()
    return made.getvalue()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def _cell(value: Any) -> str | float | None:
    value = _flat(value)
    return value[:CELL] if isinstance(value, str) else value


def _flat(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def formats(columns: Sequence[str], rows: Rows) -> Iterable[tuple[str, bytes]]:
    """The endings and contents of a table in every format."""
    yield "csv", as_csv(columns, rows)
    yield "xlsx", as_xlsx(columns, rows)
    yield "json", as_json(columns, rows)
