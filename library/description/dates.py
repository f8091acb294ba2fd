"""Dates that need not be exact: EDTF (ISO 8601-2:2019, levels 0 and 1) with bounds to sort and search by.

What people usually type is understood too: 31.12.2020, 12.2020, 2017-2021, c. 1995, 1990s.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from rmtc.i18n.texts import gettext as _

OPEN: Final = ".."
QUALIFIERS: Final = "?~%"
SEASONS: Final = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}
"""Months of the seasons of the northern half of the earth; winter is counted to its year's end."""

_SINGLE: Final = re.compile(r"(\d{4}|\d{3}X|\d\dXX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([?~%]?)")
_USUAL: Final = (
    (re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})\.?"), lambda m: f"{m[3]}-{m[2]:0>2}-{m[1]:0>2}"),
    (re.compile(r"(\d{1,2})\.\s*(\d{4})\.?"), lambda m: f"{m[2]}-{m[1]:0>2}"),
    (re.compile(r"(\d{4})\."), lambda m: m[1]),
    (re.compile(r"(?:ca?\.?|circa|oko|око|rreth|околу)\s*(\d{4})", re.IGNORECASE), lambda m: f"{m[1]}~"),
    (re.compile(r"\[(\d{4})\]"), lambda m: f"{m[1]}?"),
    (re.compile(r"(\d{3})0\s?(?:s|-?их|-?ih|-?te)"), lambda m: f"{m[1]}X"),
    (re.compile(r"(\d{4})\s*-\s*(\d{4})\.?"), lambda m: f"{m[1]}/{m[2]}"),
    (re.compile(r"(\d{4})\s*-"), lambda m: f"{m[1]}/{OPEN}"),
)


@dataclass(frozen=True)
class Span:
    """A date as EDTF, with the first and last day it may mean; None where it is open or unknown."""

    text: str
    first: date | None
    last: date | None

    @property
    def year(self) -> int | None:
        """The year it is filed under."""
        day = self.first or self.last
        return day.year if day else None


def read_date(typed: str) -> Span:
    """Understand a date or a period; raises ValueError with a sentence for the person who typed it."""
    text = _usual(re.sub("[–—−]", "-", typed.strip()))
    if "/" not in text:
        return _single(text)
    begins, _slash, ends = text.partition("/")
    first, last = _end(begins), _end(ends)
    if first.first is None and last.last is None:
        raise ValueError(_wrong())
    if first.first and last.last and last.last < first.first:
        raise ValueError(_("The period ends before it begins."))
    return Span(f"{first.text}/{last.text}", first.first, last.last)


def _end(text: str) -> Span:
    text = text.strip()
    return Span(text, None, None) if text in {"", OPEN} else _single(text)


def _usual(text: str) -> str:
    for pattern, written in _USUAL:
        if found := pattern.fullmatch(text):
            return written(found)
    return text


def _single(text: str) -> Span:
    found = _SINGLE.fullmatch(text.strip().replace("x", "X"))
    if not found:
        raise ValueError(_wrong())
    years, months, days, _qualifier = found.groups()
    first, last = int(years.replace("X", "0")), int(years.replace("X", "9"))
    if not first or ("X" in years and months not in {None, "XX"}):
        raise ValueError(_wrong())
    from_month, to_month = _months(months)
    begins = date(first, from_month, 1)
    ends = date(last, to_month, monthrange(last, to_month)[1])
    if days and days != "XX":
        begins = ends = _day(first, months, int(days))
    return Span(found[0], begins, ends)


def _months(text: str | None) -> tuple[int, int]:
    if text in {None, "XX"}:
        return 1, 12
    number = int(text or 0)
    if number in SEASONS:
        return SEASONS[number]
    if not 1 <= number <= 12:  # noqa: PLR2004 - months of a year
        raise ValueError(_wrong())
    return number, number


def _day(year: int, months: str | None, day: int) -> date:
    try:
        return date(year, int(months or 0), day)
    except ValueError:
        raise ValueError(_("There is no such day in the calendar.")) from None


def _wrong() -> str:
    return _("Please write a date such as 2021, 2021-03, 2021-03-31, a period such as 2017/2021, or about when: 1995~.")
