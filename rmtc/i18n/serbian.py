"""Serbian is authored in Cyrillic; the Latin edition is derived, never the other way."""

import re

import cyrtranslit

_CAPITAL = "A-ZČĆŠŽĐА-ШЂЈЉЊЋЏ"
_DIGRAPHS = {"Љ": "LJ", "Њ": "NJ", "Џ": "DŽ"}
_CAPS = re.compile(f"(?<=[{_CAPITAL}])[ЉЊЏ]|[ЉЊЏ](?=[{_CAPITAL}])")
_MONTHS = "јануар|фебруар|март|април|мај|јун|јул|август|(?:септем|окто|новем|децем)бар"
_MONTHS += "|januar|februar|mart|april|maj|jun|jul|avgust|(?:septem|okto|novem|decem)bar"
_MONTH = re.compile(f"(?<=[0-9]\\. )(?:{_MONTHS})\\b")


def to_latin(text: str) -> str:
    """Transliterate Serbian Cyrillic into Latin; a digraph inside a word in capitals is written in capitals."""
    latin: str = cyrtranslit.to_latin(_CAPS.sub(lambda found: _DIGRAPHS[found.group()], text), "sr")
    return latin


def in_the_month(date: str) -> str:
    """A date with its month in the genitive, as Serbian writes a day (13. јуна); CLDR has the nominative only."""
    return _MONTH.sub(lambda found: _genitive(found.group()), date)


def _genitive(month: str) -> str:
    return re.sub("([бb])[аa]([рr])$", r"\1\2", month) + ("a" if month.isascii() else "а")


_TAG = re.compile(r"""(<(?:[^>"]|"[^"]*")*>)""")
_READ_ALOUD = re.compile(r"""\b(alt|aria-label|title)="([^"]*)\"""")


def html_to_latin(html: str) -> str:
    """Transliterate what is read of an HTML text; addresses and ids stay as they are."""
    parts = _TAG.split(html)
    parts[::2] = [to_latin(text) for text in parts[::2]]
    parts[1::2] = [_READ_ALOUD.sub(lambda found: f'{found[1]}="{to_latin(found[2])}"', tag) for tag in parts[1::2]]
    return "".join(parts)
