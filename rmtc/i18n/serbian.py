"""Serbian is authored in Cyrillic; the Latin edition is derived, never the other way."""

import re

import cyrtranslit

_CAPS = re.compile(r"(?<=[A-ZČĆŠŽĐ])(Lj|Nj|Dž)|(Lj|Nj|Dž)(?=[A-ZČĆŠŽĐ])")


def to_latin(text: str) -> str:
    """Transliterate Serbian Cyrillic into Latin; a digraph inside a word in capitals is written in capitals."""
    latin: str = cyrtranslit.to_latin(text, "sr")
    return _CAPS.sub(lambda match: match.group().upper(), latin)


_TAG = re.compile(r"""(<(?:[^>"]|"[^"]*")*>)""")
_READ_ALOUD = re.compile(r"""\b(alt|aria-label|title)="([^"]*)\"""")


def html_to_latin(html: str) -> str:
    """Transliterate what is read of an HTML text; addresses and ids stay as they are."""
    parts = _TAG.split(html)
    parts[::2] = [to_latin(text) for text in parts[::2]]
    parts[1::2] = [_READ_ALOUD.sub(lambda found: f'{found[1]}="{to_latin(found[2])}"', tag) for tag in parts[1::2]]
    return "".join(parts)
