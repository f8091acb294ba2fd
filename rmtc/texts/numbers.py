"""Numbers in what people and programs send: digits that the tables of the site can hold."""

from typing import Final

LARGEST: Final = 2**31 - 1
"""The largest whole number a table holds (4 bytes)."""

LONGEST: Final = 9
"""The most digits that always fit; Python refuses to read texts of more than 4,300."""


def is_number(text: str) -> bool:
    """Say whether a text is a whole number that fits a table, in the digits 0 to 9 and without a sign."""
    return text.isascii() and text.isdigit() and len(text) <= LONGEST
