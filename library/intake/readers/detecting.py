"""Tell the format of a file by what it holds, never by its name, and know the reader for it."""

import re
import zipfile
from importlib import import_module
from pathlib import Path
from typing import Final

from library.intake.outcomes import Limits, Unreadable
from library.intake.readers.decoding import marked_encoding
from library.intake.readers.office import main_part
from library.intake.readers.packages import opened
from library.intake.readers.reading import Reader

_MODULES: Final = {kind: kind for kind in ("pdf", "docx", "pptx", "xlsx", "odf", "epub", "html")} | {"text": "plain"}
"""The module of the reader by kind."""

_HEAD: Final = 8192
_PDF_WITHIN: Final = 1024
_PDF: Final = re.compile(rb"(?:^|[\0\r\n\x80-\xff])%PDF-\d")
"""The sign of a PDF begins a line; a text may speak of it."""
_HTML: Final = re.compile(rb"^\s*<(?:\?xml|svg)[\s>]|<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_FOLDERS: Final = {"word/": "docx", "ppt/": "pptx", "xl/": "xlsx"}
_BINARY_NAMES: Final = frozenset({".pdf", ".docx", ".pptx", ".xlsx", ".odt", ".odp", ".ods", ".epub"})
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_TEXT_CONTROLS: Final = frozenset(b"\t\n\r\f\x1a\x1b\x08")


def reader_of(kind: str) -> Reader:
    """The reader of a kind; its libraries are loaded only now, since each file is read by a process of its own."""
    reader: Reader = import_module(f"library.intake.readers.{_MODULES[kind]}").read
    return reader


def kind_of(path: str, name: str, limits: Limits) -> str:
    """Give the kind of a file, a key for `reader_of`; raises Unreadable. The name only serves to notice a false one."""
    with Path(path).open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise Unreadable("empty_file")
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_package(path, limits)
    if _PDF.search(head[:_PDF_WITHIN]):
        return "pdf"
    if head.startswith(_OLE):
        raise Unreadable("password_protected" if _OLE_LOCKED in Path(path).read_bytes() else "unsupported")
    if Path(name).suffix.lower() in _BINARY_NAMES:
        raise Unreadable("wrong_type")
    return _kind_of_text(head)


def _kind_of_package(path: str, limits: Limits) -> str:
    if not zipfile.is_zipfile(path):
        raise Unreadable("damaged")
    with opened(path, limits) as package:
        main = main_part(package)
        for folder, kind in _FOLDERS.items():
            if main.startswith(folder):
                return kind
        label = package.bytes_of("mimetype")[:200].strip()
        if label == b"application/epub+zip" or "META-INF/container.xml" in package.names:
            return "epub"
        if label.startswith(b"application/vnd.oasis.opendocument."):
            return "odf"
    raise Unreadable("unsupported")


def _kind_of_text(head: bytes) -> str:
    if encoding := marked_encoding(head):
        head = head.decode(encoding, "replace").encode()
    if head.startswith(b"{\\rtf") or any(byte < 0x20 and byte not in _TEXT_CONTROLS for byte in head):  # noqa: PLR2004
        raise Unreadable("unsupported")
    return "html" if _HTML.search(head) else "text"
