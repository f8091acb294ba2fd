"""Serbian is authored in Cyrillic; the Latin edition is derived, never the other way."""

import re

import cyrtranslit

_CAPS = re.compile(r"(?<=[A-ZČĆŠŽĐ])(Lj|Nj|Dž)|(Lj|Nj|Dž)(?=[A-ZČĆŠŽĐ])")


def to_latin(text: str) -> str:
    """Transliterate Serbian Cyrillic into Latin; a digraph inside a word in capitals is written in capitals."""
    latin: str = cyrtranslit.to_latin(text, "sr")
    return _CAPS.sub(lambda match: match.group().upper(), latin)
