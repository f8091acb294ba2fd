"""Open zip-based documents without trust: entries, sizes and ratios are capped, XML loads nothing from outside."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from lxml import etree

from library.intake.outcomes import Limits, Unreadable

_MOST_ENTRIES: Final = 10_000
_MOST_RATIO: Final = 250
_RATIO_FROM_BYTES: Final = 4_194_304
_PART_BYTES: Final = 100_663_296
_ENCRYPTED: Final = 0x1
_TOO_DEEP: Final = "Excessive depth"
"""The parser's words for a document it has not read to its end."""
_BROKEN: Final = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, KeyError)


class Package:
    """A zip-based document whose sizes were checked before anything is unpacked."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = frozenset(archive.namelist())

    def bytes_of(self, name: str) -> bytes:
        """Unpack one part, at most 96 MiB whatever the directory says; empty if there is none."""
        if name not in self.names:
            return b""
        with self._archive.open(name) as part:
            content = part.read(_PART_BYTES + 1)
        if len(content) > _PART_BYTES:
            raise Unreadable("suspicious_archive")
        return content

    def tree(self, name: str) -> etree._Element | None:
        """Parse one XML part; None if there is none or it is empty."""
        content = self.bytes_of(name)
        return parse_xml(content) if content.strip() else None

    def numbered(self, prefix: str, suffix: str = ".xml") -> list[str]:
        """Give the parts `prefix` number `suffix` in the order of their numbers."""
        numbers = (
            name[len(prefix) : -len(suffix)] for name in self.names if name.startswith(prefix) and name.endswith(suffix)
        )
        return [f"{prefix}{number}{suffix}" for number in sorted((each for each in numbers if each.isdigit()), key=int)]


def parse_xml(content: bytes) -> etree._Element:
    """Parse XML with no entities, no DTD and no network; raises Unreadable."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as broken:
        raise Unreadable("damaged") from broken
    if root is None or is_cut_off(parser):
        raise Unreadable("damaged")
    return root


def is_cut_off(parser: etree.XMLParser | etree.HTMLParser) -> bool:
    """Say whether a parser left off where elements stand too deep in one another."""
    return any(entry.message.startswith(_TOO_DEEP) for entry in parser.error_log)


@contextmanager
def opened(path: str, limits: Limits) -> Iterator[Package]:
    """Open a zip-based document; raises Unreadable for damaged, encrypted and oversized ones."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive.infolist(), limits)
            yield Package(archive)
    except zipfile.LargeZipFile as large:
        raise Unreadable("suspicious_archive") from large
    except RuntimeError as locked:  # zipfile's word for "a password is needed"
        raise Unreadable("password_protected") from locked
    except (*_BROKEN, zipfile.zlib.error) as broken:  # type: ignore[attr-defined] # zlib as zipfile sees it
        raise Unreadable("damaged") from broken


def _check(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise Unreadable("suspicious_archive")
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise Unreadable("password_protected")
        if entry.file_size > _RATIO_FROM_BYTES and entry.file_size > _MOST_RATIO * max(1, entry.compress_size):
            raise Unreadable("suspicious_archive")


def local(element: etree._Element) -> str:
    """Give an element's name without its namespace; empty for comments and instructions."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def said(root: etree._Element | None, name: str) -> str:
    """Give the text of the first element of that local name."""
    if root is None:
        return ""
    return next(
        ("".join(map(str, element.itertext())).strip() for element in root.iter() if local(element) == name), ""
    )
