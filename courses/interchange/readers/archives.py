"""Opening archives from strangers: unpacked into a folder of their own, within limits, or refused."""

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from courses.interchange.readers.archive_names import is_junk, safe_parts, zip_name
from rmtc.errors import Refusal
from rmtc.i18n.marks import mark
from rmtc.i18n.texts import gettext as _

CHUNK = 64 * 1024
DAMAGED = mark("The archive is damaged and cannot be opened; please make it again.")
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
_ENCRYPTED = 0x1
_FILE_TYPE, _REGULAR, _FOLDER = 0o170000, 0o100000, 0o040000


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may hold at most; sizes in bytes, the ratio counts from one megabyte on."""

    archive: int = 512 * 1024**2
    total: int = 1024**3
    members: int = 10_000
    depth: int = 20
    ratio: int = 200


@dataclass(slots=True)
class Unpacked:
    """A folder with the files of a source, those passed over as junk, and names whose letters were guessed."""

    root: Path
    junk: list[str] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)

    def file(self, name: str) -> Path:
        """Return where a file of that name stands or would stand; Refusal if the name leads out of the folder."""
        path = self.root.joinpath(*safe_parts(name, Limits().depth))
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise Refusal(_("“%(name)s” leads out of the source.") % {"name": name})
        return path


@contextmanager
def opened(source: Path, limits: Limits | None = None) -> Iterator[Unpacked]:
    """Give the files of a zip, a tar.gz or a folder; what was unpacked is removed at the end."""
    bounds = limits or Limits()
    if source.is_dir():
        yield Unpacked(source)
        return
    if not source.is_file():
        raise Refusal(_("There is no such file."))
    if source.stat().st_size > bounds.archive:
        raise Refusal(_("The archive is larger than %(size)s MB.") % {"size": bounds.archive // 1024**2})
    with TemporaryDirectory(prefix="rmtc-unpacked-") as folder:
        unpacked = Unpacked(Path(folder))
        _unpack(source, _Gate(unpacked, bounds, source.stat().st_size))
        yield unpacked


def _unpack(source: Path, gate: "_Gate") -> None:
    with source.open("rb") as stream:
        start = stream.read(4)
    try:
        if start[:2] == b"\x1f\x8b":
            _unpack_tar(source, gate)
        elif start[:2] == b"PK":
            _unpack_zip(source, gate)
        else:
            raise Refusal(_("The file is neither a zip nor a tar.gz archive."))
    except _BROKEN as error:
        raise Refusal(_(DAMAGED)) from error
    except (gzip.BadGzipFile, FileExistsError, NotADirectoryError, IsADirectoryError) as error:
        raise Refusal(_(DAMAGED)) from error


class _Gate:
    """Counts what goes through and refuses what is too much."""

    def __init__(self, unpacked: Unpacked, limits: Limits, archive_size: int) -> None:
        self.unpacked, self.limits, self.archive_size = unpacked, limits, archive_size
        self._names: set[str] = set()
        self._members = 0
        self._total = 0

    def member(self) -> None:
        self._members += 1
        if self._members > self.limits.members:
            raise Refusal(_("The archive holds more than %(number)s files.") % {"number": self.limits.members})

    def place(self, name: str) -> Path | None:
        """Return where a file is to be written, None for junk."""
        parts = safe_parts(name, self.limits.depth)
        if is_junk(parts):
            self.unpacked.junk.append("/".join(parts))
            return None
        folded = "/".join(parts).casefold()
        if folded in self._names:
            raise Refusal(_("The archive holds “%(name)s” twice.") % {"name": "/".join(parts)})
        self._names.add(folded)
        path = self.unpacked.root.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def copy(self, stream: IO[bytes], path: Path, packed: int) -> None:
        written = 0
        with path.open("xb") as target:
            while chunk := stream.read(CHUNK):
                written += len(chunk)
                self._total += len(chunk)
                self._check(written, packed)
                target.write(chunk)

    def _check(self, written: int, packed: int) -> None:
        if self._total > self.limits.total:
            raise Refusal(_("The archive unpacks to more than %(size)s MB.") % {"size": self.limits.total // 1024**2})
        self.check_ratio(written, packed)

    def check_ratio(self, written: int, packed: int) -> None:
        if written > 1024**2 and written > self.limits.ratio * max(packed, 1):
            raise Refusal(_("The archive unpacks to suspiciously much; it was not opened."))


def _unpack_zip(source: Path, gate: _Gate) -> None:
    with zipfile.ZipFile(source) as archive:
        for info in archive.infolist():
            gate.member()
            _unpack_zip_member(archive, info, gate)


def _unpack_zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, gate: _Gate) -> None:
    name, guessed = zip_name(info)
    if info.flag_bits & _ENCRYPTED:
        raise Refusal(_("The archive is locked with a password; please save it without one."))
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Refusal(_("The archive is packed in an unusual way; please make a plain zip."))
    kind = (info.external_attr >> 16) & _FILE_TYPE
    if kind not in {0, _REGULAR, _FOLDER}:
        raise Refusal(_("“%(name)s” in the archive is a link or a device, not a file.") % {"name": name})
    if name.endswith(("/", "\\")) or kind == _FOLDER:
        safe_parts(name, gate.limits.depth)
        return
    path = gate.place(name)
    if path is None:
        return
    if guessed:
        gate.unpacked.guessed.append(name)
    with archive.open(info) as stream:
        gate.copy(stream, path, info.compress_size)


class _Counted:
    """A gzip stream for tarfile: forward only, except for the one byte that tarfile reads again."""

    def __init__(self, stream: gzip.GzipFile, gate: _Gate) -> None:
        self._stream, self._gate = stream, gate
        self._at = 0
        self._last = b""
        self._again = False

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= 1024**2:
            raise Refusal(_("The archive has a heading that is far too large; it was not opened."))
        again, self._again = (self._last if self._again and size else b""), self._again and not size
        data = again + self._stream.read(size - len(again))
        self._at += len(data)
        self._last = data[-1:] or self._last
        self._gate.check_ratio(self._at, self._gate.archive_size)
        return data

    def tell(self) -> int:
        return self._at

    def seek(self, position: int, _whence: int = 0) -> int:
        if position == self._at - 1 and not self._again:
            self._again, self._at = True, position
        while self._at < position and self.read(min(CHUNK, position - self._at)):
            pass
        if self._at > position:
            raise tarfile.ReadError("backwards")
        return self._at


def _unpack_tar(source: Path, gate: _Gate) -> None:
    with gzip.open(source, "rb") as stream, tarfile.open(fileobj=_Counted(stream, gate), mode="r:") as archive:  # type: ignore[call-overload]
        while (member := archive.next()) is not None:
            gate.member()
            archive.members.clear()
            _unpack_tar_member(archive, member, gate)


def _unpack_tar_member(archive: tarfile.TarFile, member: tarfile.TarInfo, gate: _Gate) -> None:
    if member.isdir():
        if member.name.strip("./"):
            safe_parts(member.name, gate.limits.depth)
        return
    if not member.isreg() or member.issparse():
        raise Refusal(_("“%(name)s” in the archive is a link or a device, not a file.") % {"name": member.name})
    path = gate.place(member.name)
    stream = archive.extractfile(member)
    if path is not None and stream is not None:
        gate.copy(stream, path, gate.archive_size)
