"""Turn bytes into text: by mark, as Unicode, as the page declares, or by the code page that gives likely words."""

import codecs
import re
from itertools import pairwise
from typing import Final

from library.intake.readers.languages import COMMON_CYRILLIC

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE: Final = ("utf-16-le", "utf-16-be")
_LEGACY: Final = ("cp1250", "cp1251", "iso8859-2", "iso8859-5", "cp852", "cp855", "koi8-r", "cp866")
"""Windows, ISO and DOS code pages of the region, and those of Russian papers."""
_DECLARED: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{3,30})""", re.IGNORECASE)
_HONOURED: Final = re.compile(r"cp125[0-8]|iso8859-([2-9]|1\d)|koi8-[ru]|cp8\d\d|mac-[a-z]+[0-9]?")
_BY_DEFAULT: Final = frozenset({"cp1252", "iso8859-1"})
"""What programs declare without having been asked."""
_EXPECTED: Final = frozenset("čćžšđČĆŽŠĐëçËÇäöåüÄÖÅÜß" + "".join(map(chr, range(0x400, 0x460))))
_SIGNS: Final = frozenset("„“”’‘–—…«»•§°€№\xa0\xad")
_WORD: Final = re.compile(r"[^\W\d_]+")
_COMMON: Final = 100
_HEAD: Final = 4096
_SAMPLE: Final = 40_000
_LIKELY: Final = 0.95
_FIRST_CYRILLIC: Final = "\u0400"
_LAST_LETTER: Final = "\u0530"
_FEW: Final = 3


def marked_encoding(content: bytes) -> str:
    """Name the encoding that a byte order mark tells, or zeros between letters (UTF-16 without a mark); else empty."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    sample = content[:_HEAD]
    if b"\0" not in sample:
        return ""
    return next((name for name in _WIDE if _is_likely(sample[: len(sample) & ~1].decode(name, "replace"))), "")


def _is_likely(text: str) -> bool:
    """Tell whether a text holds the letters and signs of the region and hardly anything else."""
    usual = sum(
        sign in _SIGNS or sign in "\t\r\n\f" or (sign < _LAST_LETTER and sign.isprintable() and sign != "\0")
        for sign in text
    )
    return usual >= _LIKELY * len(text)


def decode(content: bytes, declared: str = "") -> str:
    """Decode a file; where it is not Unicode, `declared` is believed before the most likely code page is."""
    if encoding := marked_encoding(content):
        return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _mended(content) or content.decode(declared or _likeliest(content), errors="replace")


def declared_encoding(content: bytes) -> str:
    """Name the code page that a web page declares in its first lines; empty where it names none that is known."""
    for found in _DECLARED.finditer(content[:_HEAD]):
        try:
            name = codecs.lookup(found[1].decode("ascii")).name
        except LookupError:
            continue
        if _HONOURED.fullmatch(name) and name not in _BY_DEFAULT:
            return name
    return ""


def _mended(content: bytes) -> str:
    """Read UTF-8 with some bytes of another code page in it; empty where the whole is no UTF-8."""
    text = content.decode("utf-8", "surrogateescape")
    strays = [ord(sign) & 0xFF for sign in text if "\udc80" <= sign <= "\udcff"]
    letters = sum("\x7f" < sign < _LAST_LETTER or sign in _SIGNS for sign in text)
    if letters <= 2 * len(strays):
        return ""
    known = set(strays)
    if len(strays) <= _FEW:
        return text.translate(dict.fromkeys((0xDC00 + byte for byte in known), "\ufffd"))
    encoding = _likeliest(bytes(strays))
    return text.translate({0xDC00 + byte: bytes([byte]).decode(encoding, "replace") for byte in known})


def _likeliest(content: bytes) -> str:
    first = next(re.finditer(rb"[\x80-\xff]", content))
    sample = content[max(0, first.start() - 100) :][:_SAMPLE]
    return max(_LEGACY, key=lambda encoding: _likeness(sample.decode(encoding, errors="replace")))


def _likeness(text: str) -> int:
    """Rate a reading by its letters and small words, less capitals and other scripts inside words: a wrong table's."""
    high = [sign for sign in text if sign > "\x7f"]
    expected = sum(sign in _EXPECTED for sign in high)
    small = sum(sign.islower() for sign in high)
    odd = sum(not sign.isalpha() and sign not in _SIGNS for sign in high)
    turned = sum(_is_turned(one, after) for one, after in pairwise(text))
    words = sum(len(word) > 1 and word in COMMON_CYRILLIC for word in _WORD.findall(text.lower()))
    return 2 * expected + small - 3 * odd - 4 * turned + _COMMON * words


def _is_turned(one: str, after: str) -> bool:
    if not (one.isalpha() and after.isalpha()):
        return False
    return (one.islower() and after.isupper()) or (one >= _FIRST_CYRILLIC) != (after >= _FIRST_CYRILLIC)
