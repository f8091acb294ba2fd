"""What a file is, by what it holds; the sender's word is not taken for it."""

import mimetypes
import zipfile
from pathlib import Path

import puremagic

UNKNOWN = "application/octet-stream"
HEAD = 65_536
OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TEXTS = {".html": "text/html", ".htm": "text/html", ".csv": "text/csv", ".md": "text/markdown", ".xml": "text/xml"}
SIGNS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"{\\rtf": "application/rtf",
}


def media_type_of(path: Path, name: str) -> str:
    """The media type of a file; its name decides only between kinds of text."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    for sign, media_type in SIGNS.items():
        if head.startswith(sign):
            return media_type
    if head.startswith(b"PK\x03\x04"):
        return _packed(path)
    ending = Path(name).suffix.lower()
    if is_text(head):
        return _written(head, ending)
    return _guessed(head)


def is_text(head: bytes) -> bool:
    """Say whether the beginning of a file reads as UTF-8 or a Windows code page without control characters."""
    if b"\0" in head:
        return head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return not any(byte < 9 or 13 < byte < 27 for byte in head[:4096])  # noqa: PLR2004 - ASCII's control characters


def _written(head: bytes, ending: str) -> str:
    start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    if b"<svg" in start:
        return "image/svg+xml"
    return TEXTS.get(ending, "text/plain")


def _packed(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if names and names[0] == "mimetype" and archive.getinfo("mimetype").file_size < 200:  # noqa: PLR2004
                return archive.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        return "application/zip"
    if "[Content_Types].xml" in names:
        return next((kind for start, kind in OFFICE.items() if any(n.startswith(start) for n in names)), UNKNOWN)
    return "application/zip"


def _guessed(head: bytes) -> str:
    try:
        guess = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    return guess if guess and mimetypes.guess_extension(guess) else UNKNOWN
