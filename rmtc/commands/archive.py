"""The archive of a backup: one tar whose last entry lists every other with its SHA-256."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import IO, Any

from rmtc.errors import Refusal

MANIFEST = "manifest.json"
FACTS = frozenset({"files", "kind", "made_at", "revision"})
PIECE = 1 << 20


class Archive:
    """Writes a backup; it gets its name only when it is whole and on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._part = path.with_name(path.name + ".part")
        number = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it holds keys and people's data
        self._file = os.fdopen(number, "wb")
        self._tar = tarfile.TarFile(fileobj=self._file, mode="w", format=tarfile.PAX_FORMAT)
        self._sums: dict[str, str] = {}

    def add(self, name: str, source: Path) -> None:
        """Add a file."""
        with source.open("rb") as content:
            self.add_pieces(name, iter(lambda: content.read(PIECE), b""), source.stat().st_size)

    def add_pieces(self, name: str, pieces: Iterable[bytes], size: int) -> None:
        """Add what comes in pieces, `size` bytes together."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        reader = _Reader(pieces)
        self._tar.addfile(entry, reader)  # type: ignore[arg-type]  # it only reads
        self._sums[name] = reader.digest.hexdigest()

    def finish(self, facts: dict[str, Any]) -> int:
        """Write the manifest and close; returns how many files are in it."""
        content = json.dumps(facts | {"files": self._sums}, indent=1, sort_keys=True).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(content)
        self._tar.addfile(entry, io.BytesIO(content))
        self._tar.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.replace(self.path)
        return len(self._sums)

    def discard(self) -> None:
        """Delete what was not finished."""
        self._file.close()
        self._part.unlink(missing_ok=True)


class _Reader:
    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = b""
        self.digest = hashlib.sha256()

    def read(self, size: int) -> bytes:
        while len(self._rest) < size and (piece := next(self._pieces, b"")):
            self._rest += piece
        taken, self._rest = self._rest[:size], self._rest[size:]
        self.digest.update(taken)
        return taken


def unpack(path: Path, folder: Path) -> dict[str, Any]:
    """Unpack a backup into an empty folder and return its manifest; refuses one that is not whole and unchanged."""
    sums: dict[str, str] = {}
    try:
        with tarfile.open(path, "r:") as tar:
            for entry in tar:
                sums[entry.name] = _unpack_one(tar.extractfile(entry) if entry.isreg() else None, entry.name, folder)
    except tarfile.TarError:
        raise Refusal(f"{path} is not a backup, or it is cut off") from None
    if sums.pop(MANIFEST, None) is None:
        raise Refusal(f"{path} has no manifest: it is not a backup, or it is cut off")
    manifest = _manifest_in(folder)
    if manifest is None or sums != manifest["files"]:
        raise Refusal(f"{path} was changed or damaged after it was made")
    return manifest


def _manifest_in(folder: Path) -> dict[str, Any] | None:
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
    except ValueError:
        return None
    return manifest if isinstance(manifest, dict) and set(manifest) >= FACTS else None


def _unpack_one(content: IO[bytes] | None, name: str, folder: Path) -> str:
    place = PurePosixPath(name)
    if content is None or place.is_absolute() or ".." in place.parts:
        raise Refusal(f"the backup holds {name!r}, which no backup of ours does")
    target = folder / place
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with target.open("xb") as file:
        target.chmod(0o600)
        while piece := content.read(PIECE):
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()
