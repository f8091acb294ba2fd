"""Dates, times and numbers as people of each language write them (CLDR through Babel)."""

import re
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, dates, numbers

from rmtc.clock import CENTRE_ZONE
from rmtc.i18n.languages import LANGUAGES, current
from rmtc.i18n.serbian import in_the_month

WEEKDAY = "MMMMEEEEd"
"""The skeleton of a date with its weekday and without its year: Friday 13 June."""
KILO = 1000


@lru_cache
def locale_of(code: str) -> Locale:
    """Babel's locale for a language."""
    return Locale.parse(LANGUAGES[code].babel if code in LANGUAGES else "en_GB")


@lru_cache
def zone(name: str) -> ZoneInfo:
    """A time zone by its IANA name; an unknown one falls back to Belgrade's."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(CENTRE_ZONE)


def local(moment: datetime, zone_name: str = CENTRE_ZONE) -> datetime:
    """The moment on the clock of a time zone."""
    return moment.astimezone(zone(zone_name))


def day(value: date | datetime, zone_name: str = CENTRE_ZONE, pattern: str = "long") -> str:
    """A date written out: 13 June 2025."""
    if isinstance(value, datetime):
        value = local(value, zone_name).date()
    return _written(value, current(), pattern)


@lru_cache(4096)
def _written(value: date, language: str, pattern: str) -> str:
    locale = locale_of(language)
    if pattern == WEEKDAY:
        written = dates.format_skeleton(WEEKDAY, value, locale=locale)
        # CLDR shortens the weekday in Serbian, which looks cut off at the top of a page.
        short = dates.format_date(value, "EEE", locale=locale)
        written = re.sub(rf"\A{short}\b", dates.format_date(value, "EEEE", locale=locale), written)
    else:
        written = dates.format_date(value, pattern, locale=locale)
    return in_the_month(written) if locale.language == "sr" else written


def days(first: date, last: date) -> str:
    """Days from the first to the last: 18–19 March 2025."""
    if first == last:
        return day(first)
    if (first.year, first.month) != (last.year, last.month):
        return f"{day(first)} – {day(last)}"
    # In all our languages a date that is written out begins with its day.
    return re.sub(r"\A\d+", f"{first.day}–{last.day}", day(last))


def moment(value: datetime, zone_name: str = CENTRE_ZONE) -> str:
    """A date with its time: 13 June 2025, 23:59, or 13. јуна 2025. 23:59."""
    there = local(value, zone_name)
    clock, date = _clock(there.hour, there.minute, current()), day(there.date())
    # Where the year is written with a point, no comma follows it.
    return f"{date} {clock}" if date.endswith(".") else f"{date}, {clock}"


def clock_time(value: datetime, zone_name: str = CENTRE_ZONE) -> str:
    """A time of day: 23:59."""
    there = local(value, zone_name)
    return _clock(there.hour, there.minute, current())


@lru_cache(4096)
def _clock(hour: int, minute: int, language: str) -> str:
    return dates.format_time(time(hour, minute), "HH:mm", locale=locale_of(language))


def number(value: float, decimals: int = 1) -> str:
    """A number with at most so many decimals."""
    return numbers.format_decimal(round(value, decimals), locale=locale_of(current()))


def mark(value: float) -> str:
    """A mark of a hundred, always with one decimal, so that columns of them read well: 97.0."""
    return numbers.format_decimal(round(value, 1), format="#,##0.0", locale=locale_of(current()))


def size(octets: int) -> str:
    """How large a file is, counted in thousands as file managers do: 3.4 MB, or 3,4 MB."""
    if octets >= KILO * KILO:
        return f"{number(octets / KILO / KILO)} MB"
    return f"{number(max(octets / KILO, 0.1) if octets else 0)} kB"


def file_format(name: str, media_type: str = "") -> str:
    """The format of a file as people call it (PDF, DOCX), by its media type, else by its name; empty when unknown."""
    if media_type == "application/pdf":
        return "PDF"
    return name.rpartition(".")[2].upper()[:6] if "." in name else ""
