"""Plain text in the encodings that are met in the region."""

import codecs
from pathlib import Path
from typing import Final

from library.intake.outcomes import Facts, Limits
from library.intake.readers.reading import Reading

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LEGACY: Final = ("cp1250", "cp1251", "iso8859-2", "iso8859-5")
_EXPECTED: Final = frozenset("čćžšđČĆŽŠĐëçËÇäöåüÄÖÅÜß" + "".join(map(chr, range(0x400, 0x460))))


def read(path: str, limits: Limits) -> Reading:
    """Read a text; form feeds part its pages."""
    text = decode(Path(path).read_bytes())[: limits.characters]
    pages = text.split("\f")[: limits.pages]
    return Reading(Facts("text", len(pages)), pages)


def decode(content: bytes) -> str:
    """Decode by byte order mark, as UTF-8, or by the legacy code page that gives most letters of the region."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return max((content.decode(encoding, errors="replace") for encoding in _LEGACY), key=_likeness)


def _likeness(text: str) -> int:
    sample = text[:20_000]
    high = [letter for letter in sample if letter > "\x7f"]
    expected = sum(letter in _EXPECTED for letter in high)
    # Real Cyrillic is mostly small letters; a wrong Cyrillic table turns text into capitals.
    small = sum(letter.islower() for letter in high)
    return 2 * expected + small - 3 * sum(not letter.isalpha() for letter in high)
