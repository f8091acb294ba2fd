"""The files of a Moodle backup: listed in files.xml, stored under their SHA-1."""

import hashlib
import re
from dataclasses import dataclass

from courses.interchange.material import StoredFile
from courses.interchange.readers.archives import Unpacked
from courses.interchange.report import Journal
from courses.interchange.xml_documents import Element, parse_xml_file, text_of
from rmtc.i18n.texts import gettext as _

_OWNER = ("contextid", "component", "filearea", "itemid")
_HASH = re.compile(r"^[0-9a-f]{40}$")


@dataclass(frozen=True, slots=True)
class _Row:
    key: str
    context: str
    component: str
    area: str
    item: str
    order: int
    file: StoredFile


class BackupFiles:
    """Hands out the files of a backup; those nobody asked for are left out in the end."""

    def __init__(self, unpacked: Unpacked, journal: Journal) -> None:
        self._unpacked, self._journal = unpacked, journal
        self._taken: dict[str, StoredFile | None] = {}
        self._hashes: dict[str, str] = {}
        listing = unpacked.file("files.xml")
        elements = parse_xml_file(listing).findall("file") if listing.is_file() else []
        self._rows = [_row(number, element) for number, element in enumerate(elements) if _is_file(element)]
        for row in self._rows:
            journal.found("file", row.key, row.file.name, row.component)

    def of(self, component: str, area: str, *, context: str | None = None, item: str | None = None) -> list[StoredFile]:
        """Take the files of one area, the main file first; broken and missing ones are left out."""
        rows = [row for row in self._rows if (row.component, row.area) == (component, area)]
        rows = [row for row in rows if context in {None, row.context} and item in {None, row.item}]
        files = [self._take(row) for row in sorted(rows, key=lambda row: row.order, reverse=True)]
        return [file for file in files if file is not None]

    def give_back(self, files: list[StoredFile]) -> None:
        """Treat files as never taken, because what they belong to was left out."""
        for file in files:
            self._taken.pop(file.key, None)

    def finish(self) -> tuple[StoredFile, ...]:
        """Leave out what nobody took, and return what was taken."""
        for row in self._rows:
            if row.key not in self._taken:
                reason = _("it belongs to a part that was not taken (%(part)s)") % {"part": row.component}
                self._journal.left_out("file", row.key, reason)
        return tuple(file for file in self._taken.values() if file is not None)

    def _take(self, row: _Row) -> StoredFile | None:
        if row.key not in self._taken:
            self._taken[row.key] = self._checked(row)
        return self._taken[row.key]

    def _checked(self, row: _Row) -> StoredFile | None:
        sha1 = row.file.sha1
        path = self._unpacked.file(f"files/{sha1[:2]}/{sha1}") if _HASH.match(sha1) else None
        if path is None or not path.is_file():
            self._journal.left_out("file", row.key, _("its bytes are not in the backup"))
            return None
        if self._hash(str(path)) != sha1:
            self._journal.left_out("file", row.key, _("its bytes are damaged: the checksum differs"))
            return None
        found = row.file
        size = path.stat().st_size
        return StoredFile(found.key, found.name, size, sha1, found.mime, path=path, folder=found.folder)

    def _hash(self, path: str) -> str:
        if path not in self._hashes:
            with open(path, "rb") as stream:  # noqa: PTH123 (file_digest wants a plain binary stream)
                self._hashes[path] = hashlib.file_digest(
                    stream, lambda: hashlib.sha1(usedforsecurity=False)
                ).hexdigest()
        return self._hashes[path]


def _is_file(element: Element) -> bool:
    """Folders are listed as files with the name "."."""
    return text_of(element, "filename") != "."


def _row(number: int, element: Element) -> _Row:
    key = element.get("id") or f"row{number}"
    size = text_of(element, "filesize")
    order = text_of(element, "sortorder")
    file = StoredFile(
        key,
        text_of(element, "filename"),
        int(size) if size.isdecimal() else 0,
        text_of(element, "contenthash"),
        text_of(element, "mimetype") or "application/octet-stream",
        folder=text_of(element, "filepath").lstrip("/"),
    )
    context, component, area, item = (text_of(element, name) for name in _OWNER)
    return _Row(key, context, component, area, item, int(order) if order.isdecimal() else 0, file)
