"""Names in archives: whatever letters they were written in, made one form, and never a way out of the folder."""

import struct
import unicodedata
import zipfile
import zlib

from rmtc.errors import Refusal
from rmtc.i18n.texts import gettext as _

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075  # Info-ZIP's extra field with the name in UTF-8
_CONTROL = 32
_LONGEST_NAME = 255  # bytes, what file systems take


def zip_name(info: zipfile.ZipInfo) -> tuple[str, bool]:
    """Return a member's name, and whether its letters had to be guessed.

    Without a mark the name is read as UTF-8 if it is, else in code page 852, the old one of Central Europe.
    """
    if info.flag_bits & _UTF8_FLAG:
        return info.orig_filename, False
    raw = info.orig_filename.encode("cp437", "replace")
    named = _unicode_path(info.extra, raw)
    if named:
        return named, False
    try:
        return raw.decode("utf-8"), False
    except UnicodeDecodeError:
        return raw.decode("cp852"), True


def safe_parts(name: str, depth: int) -> tuple[str, ...]:
    """Return the parts of a relative path; Refusal if it could lead elsewhere."""
    clean = unicodedata.normalize("NFC", name.replace("\\", "/"))
    parts = tuple(part for part in clean.split("/") if part not in {"", "."})
    drive = bool(parts) and parts[0][1:2] == ":"
    if not parts or clean.startswith("/") or drive or ".." in parts:
        raise Refusal(_("The archive holds a file that would be written elsewhere: “%(name)s”.") % {"name": name[:80]})
    if any(ord(letter) < _CONTROL or "\ud800" <= letter <= "\udfff" for letter in clean) or any(
        len(_bytes(part)) > _LONGEST_NAME for part in parts
    ):
        raise Refusal(_("The archive holds a file name that cannot be used: too long, or with broken letters."))
    if len(parts) > depth:
        raise Refusal(_("The archive holds folders more than %(depth)s deep.") % {"depth": depth})
    return parts


def is_junk(parts: tuple[str, ...]) -> bool:
    """Tell whether a file is what macOS and Windows leave behind in archives."""
    return "__MACOSX" in parts or parts[-1] in {".DS_Store", "Thumbs.db", "desktop.ini"}


def _bytes(part: str) -> bytes:
    return part.encode("utf-8", "replace")


def _unicode_path(extra: bytes, raw: bytes) -> str:
    while len(extra) >= 4:  # noqa: PLR2004 (two numbers of two bytes head each field)
        tag, size = struct.unpack("<HH", extra[:4])
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if tag == _UNICODE_PATH and body[1:5] == struct.pack("<L", zlib.crc32(raw)):
            return body[5:].decode("utf-8", "replace")
    return ""
