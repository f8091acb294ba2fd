"""Countries and territories as their names read in the language in use (CLDR through Babel)."""

import re
from functools import lru_cache

from rmtc.i18n.formats import locale_of
from rmtc.i18n.languages import current

NOTED = frozenset({"XK"})
"""Codes whose name carries an asterisk: references to Kosovo* stand in the context of UNSCR 1244 (1999)."""

NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


def country_name(code: str) -> str:
    """The name of a country by its ISO 3166-1 alpha-2 code, with an asterisk where a note belongs to it."""
    name = str(locale_of(current()).territories.get(code, code))
    return f"{name}*" if code in NOTED else name


def needs_note(codes: list[str]) -> bool:
    """Say whether a page that names these countries must print the note."""
    return bool(NOTED & set(codes))


def country_choices() -> list[tuple[str, str]]:
    """Every country with its name, in the order of the names."""
    return list(_choices(current()))


@lru_cache
def _choices(language: str) -> tuple[tuple[str, str], ...]:
    codes = [str(code) for code in locale_of(language).territories if re.fullmatch("[A-Z]{2}", str(code))]
    return tuple(
        sorted(
            ((code, country_name(code)) for code in codes if code not in NOT_COUNTRIES),
            key=lambda pair: pair[1].casefold(),
        )
    )
