"""Imprecise dates as people read them."""

from datetime import date

from babel.dates import format_date

from library.description.dates import OPEN, QUALIFIERS, SEASONS, read_date
from rmtc.i18n import formats
from rmtc.i18n.languages import current
from rmtc.i18n.texts import gettext as _


def date_in_words(text: str) -> str:
    """Say an EDTF date in the reader's language; what is no date is given back as it is."""
    try:
        read_date(text)
    except ValueError:
        return text
    if "/" not in text:
        return _single(text)
    begins, _slash, ends = text.partition("/")
    if begins in {"", OPEN}:
        return _("until %(date)s") % {"date": _single(ends)}
    if ends in {"", OPEN}:
        return _("since %(date)s") % {"date": _single(begins)}
    return f"{_single(begins)} – {_single(ends)}" if "-" in text else f"{_single(begins)}–{_single(ends)}"


def _single(text: str) -> str:
    plain = text.rstrip(QUALIFIERS)
    said = _plain(plain)
    if text.endswith("~"):
        return _("about %(date)s") % {"date": said}
    if text.endswith("?"):
        return _("perhaps %(date)s") % {"date": said}
    if text.endswith("%"):
        return _("perhaps about %(date)s") % {"date": said}
    return said


def _plain(text: str) -> str:
    year, month, day = [*text.split("-"), "", ""][:3]
    if year.endswith("XX"):
        return f"{year[:2]}00–{year[:2]}99"
    if year.endswith("X"):
        return f"{year[:3]}0–{year[:3]}9"
    if month in {"", "XX"}:
        return year
    if int(month) in SEASONS:
        seasons = {"21": _("spring"), "22": _("summer"), "23": _("autumn"), "24": _("winter")}
        return f"{seasons[month]} {year}"
    if day in {"", "XX"}:
        return format_date(date(int(year), int(month), 1), "LLLL y", formats.locale_of(current()))
    return formats.day(date(int(year), int(month), int(day)))
