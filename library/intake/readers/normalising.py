"""Clean the text of a page: whole words, one form of every letter, nothing that XML forbids."""

import re
import unicodedata
from typing import Final

# pdfium gives U+FFFE where a word is hyphenated at the end of a line; soft hyphens mean the same.
_JOINTS: Final = re.compile("[\ufffe\u00ad]+[ \t]*(?:\r?\n)?")
_LINE_ENDS: Final = re.compile("\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\uffff\ufeff\u200b\u2060]")
_BROKEN: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffd\uffff\U000f0000-\U0010ffff]")
_BLANKS: Final = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_BLANK_LINES: Final = re.compile("\n{3,}")


def normalise(text: str) -> str:
    """Join words broken at line ends, drop control and other illegal characters, compose letters (NFC), tidy blanks."""
    text = _LINE_ENDS.sub("\n", _JOINTS.sub("", text))
    text = _BLANKS.sub(" ", _FORBIDDEN.sub("", text))
    lines = (line.strip() for line in text.split("\n"))
    return unicodedata.normalize("NFC", _BLANK_LINES.sub("\n\n", "\n".join(lines))).strip()


def count_broken(text: str) -> int:
    """Count the characters of a raw text that stand for letters which got lost: private use, replacement, control."""
    return len(_BROKEN.findall(text))
