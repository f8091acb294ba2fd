"""Where an import takes its files from: a folder or a ZIP, read by name, never unpacked."""

import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, Final, Protocol, cast

from library.intake.readers.decoding import decode
from rmtc.errors import Refusal
from rmtc.i18n.said import say

BROKEN = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError)


CONTAINERS = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst")
MOST_MEMBERS = 10_000
MOST_UNPACKED = 50_000_000_000
SMALL, MOST_TIMES = 100_000_000, 200
"""Bytes that a ZIP may always unpack to, and how many times its own size it may beyond that."""
_IS_UTF8: Final = 0x800


class Source(Protocol):
    """Files by their names."""

    def names(self) -> list[str]:
        """Every file, folders with slashes."""

    def open(self, name: str) -> BinaryIO:
        """A file to read; raises Refusal."""


class Folder:
    """The files of a folder; nothing outside it is read, whatever a name says."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def names(self) -> list[str]:
        """Every visible file below the folder."""
        files = (path.relative_to(self.root) for path in sorted(self.root.rglob("*")) if path.is_file())
        return [path.as_posix() for path in files if not any(part.startswith(".") for part in path.parts)]

    def open(self, name: str) -> BinaryIO:
        """A file of the folder."""
        path = (self.root / name).resolve()
        if not path.is_file() and (meant := _meant(name, self.names())):
            path = (self.root / meant).resolve()
        if not path.is_relative_to(self.root) or not path.is_file():
            raise Refusal(say("There is no such file in the folder."))
        return path.open("rb")


class Archive:
    """The files of an open ZIP."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.members = {_name_of(info): info for info in archive.infolist() if not info.is_dir()}

    def names(self) -> list[str]:
        """Every file in the ZIP, without what operating systems add."""
        return sorted(name for name in self.members if not name.startswith("__MACOSX/") and not _is_hidden(name))

    def open(self, name: str) -> BinaryIO:
        """A member of the ZIP; a container inside the container stays closed."""
        if name.lower().endswith(CONTAINERS):
            raise Refusal(say("A container inside a container is not opened. Please unpack it first."))
        member = self.members.get(name) or self.members.get(_meant(name, self.members))
        if member is None:
            raise Refusal(say("There is no such file in the ZIP."))
        try:
            return cast("BinaryIO", self.archive.open(member))
        except BROKEN as broken:
            raise Refusal(say("This file cannot be taken out of the ZIP.")) from broken


def _meant(name: str, names: Iterable[str]) -> str:
    """The one file that a table may mean where it writes backslashes, other capitals or accents apart; else empty."""
    found = [each for each in names if _plain(each) == _plain(name)]
    return found[0] if len(found) == 1 else ""


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).replace("\\", "/").removeprefix("./").casefold()


def _name_of(info: zipfile.ZipInfo) -> str:
    """The name of a member; one that is not marked as UTF-8 is so nevertheless, or was written under Windows or DOS."""
    if info.flag_bits & _IS_UTF8:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    return info.filename if raw.isascii() else decode(raw)


def _is_hidden(name: str) -> bool:
    return name.rsplit("/", maxsplit=1)[-1].startswith(".")


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Open a folder or a ZIP; raises Refusal for anything else."""
    with ExitStack() as stack:
        if path.is_dir():
            yield Folder(path)
            return
        try:
            archive = stack.enter_context(zipfile.ZipFile(path))
        except (*BROKEN, FileNotFoundError) as broken:
            raise Refusal(say("%(path)s is neither a folder nor a readable ZIP.", path=path.name)) from broken
        measure(archive, path.stat().st_size)
        yield Archive(archive)


def measure(archive: zipfile.ZipFile, size: int) -> None:
    """Refuse a ZIP (of so many bytes) that holds very many files or unpacks to far more than it should."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise Refusal(say("The ZIP holds more than %(most)d files. Please send them in parts.", most=MOST_MEMBERS))
    unpacked = sum(member.file_size for member in members)
    if unpacked > min(MOST_UNPACKED, max(SMALL, size * MOST_TIMES)):
        raise Refusal(say("The ZIP unpacks to far more than it should; it was not opened."))
