"""The days that plans and questions about them may name."""

from datetime import date, timedelta
from typing import Final

from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
ONE_DAY: Final = timedelta(days=1)


def read_day(text: str, usual: date) -> date:
    """The day typed, or the usual one; raises FieldRefusal where it is no day between 1990 and 2100."""
    if not text.strip():
        return usual
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise FieldRefusal("as_of", _("Please write a date as year-month-day, for example 2026-03-31.")) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise FieldRefusal("as_of", _("Please choose a day between 1990 and 2100."))
    return day
