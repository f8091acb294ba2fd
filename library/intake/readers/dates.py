"""Days in workbooks: numbers that a style shows as a date are given as one."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from lxml import etree

_DAYS: Final = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)})
"""Numbers of the formats that every program knows for days (ECMA-376 part 1, 18.8.30)."""
_NO_PARTS: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_LAST: Final = 2_958_466
"""The day after 31 December 9999."""


def days_of(book: etree._Element | None, styles: etree._Element | None) -> dict[str, Callable[[str], str]]:
    """Give what shows the number of a cell as a day, by the styles of cells that do."""
    if styles is None:
        return {}
    codes = {str(each.get("numFmtId")): str(each.get("formatCode", "")) for each in styles.iter("{*}numFmt")}
    cells = next(styles.iter("{*}cellXfs"), None)
    formats = [] if cells is None else [str(each.get("numFmtId", "0")) for each in cells.iter("{*}xf")]
    first = _first_day(book)
    return {
        str(number): lambda value: _day(value, first)
        for number, code in enumerate(formats)
        if _is_day(code, codes.get(code, ""))
    }


def _is_day(number: str, code: str) -> bool:
    if code:
        return bool(re.search("[yd]", _NO_PARTS.sub("", code).lower()))
    return number.isascii() and number.isdigit() and len(number) < 5 and int(number) in _DAYS  # noqa: PLR2004 - no format has a longer number


def _first_day(book: etree._Element | None) -> datetime:
    """The day 0: programs for the Macintosh began in 1904, the others in 1900, with a 29 February that never was."""
    facts = None if book is None else next(book.iter("{*}workbookPr"), None)
    is_later = facts is not None and facts.get("date1904") in {"1", "true", "on"}
    return datetime(1904, 1, 1) if is_later else datetime(1899, 12, 30)  # noqa: DTZ001 - days in tables have no zone


def _day(value: str, first: datetime) -> str:
    """Write a number as a day, with the time where there is one; what cannot be a day stays."""
    try:
        number = float(value)
        if not 1 <= number < _LAST:
            return value
        moment = first + timedelta(seconds=round(number * 86_400))
    except (ValueError, OverflowError):
        return value
    return f"{moment:%Y-%m-%d}" if number.is_integer() else f"{moment:%Y-%m-%d %H:%M}"
