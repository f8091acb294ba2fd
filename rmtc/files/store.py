"""The store: every content once, under its own SHA-256, in a folder or in S3."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

from rmtc.config import Settings
from rmtc.errors import NotFound
from rmtc.files.refusals import refusing_when_away, refusing_when_full

if TYPE_CHECKING:
    from obstore.store import RetryConfig

PIECE = 256 * 1024
PART = 2 << 20
"""Bytes that are asked of another machine at once."""
RETRIES: "RetryConfig" = {
    "max_retries": 3,
    "retry_timeout": timedelta(seconds=10),
    "backoff": {"init_backoff": timedelta(milliseconds=100), "max_backoff": timedelta(seconds=1), "base": 2},
}
"""A store that does not answer is asked again for about a second: a page waits for it, and can be asked again too."""


def key_of(sha256: str) -> str:
    """Where a content lies: two levels of folders keep each of them short."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


class Store:
    """Keeps and gives files; what `put` returned from survives a power cut."""

    def __init__(self, objects: ObjectStore, folder: Path | None) -> None:
        self._objects = objects
        self.folder = folder

    def put(self, path: Path, sha256: str) -> None:
        """Keep a file; raises StorageFull when there is no room. Keeping it again changes nothing."""
        with refusing_when_away(), refusing_when_full():
            if not self.exists(sha256):
                obstore.put(self._objects, key_of(sha256), path)
            if self.folder:  # also where it was there: another upload may have written it just now
                _sync(self.folder, key_of(sha256))

    def exists(self, sha256: str) -> bool:
        """Say whether a content is kept."""
        try:
            with refusing_when_away():
                obstore.head(self._objects, key_of(sha256))
        except FileNotFoundError:
            return False
        return True

    def size(self, sha256: str) -> int:
        """The size in bytes; raises NotFound."""
        try:
            with refusing_when_away():
                return obstore.head(self._objects, key_of(sha256))["size"]
        except FileNotFoundError:
            raise NotFound("This file is missing from the store.") from None

    def read(self, sha256: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to, not including, `end`, in pieces; raises NotFound before the first."""
        size = self.size(sha256)
        end = size if end is None else min(end, size)
        if start >= end:
            return iter(())
        with refusing_when_away():
            return self._in_folder(key_of(sha256), start, end) if self.folder else self._in_parts(sha256, start, end)

    def _in_folder(self, key: str, start: int, end: int) -> Iterator[bytes]:
        answer = obstore.get(self._objects, key, options={"range": (start, end)})
        return (bytes(piece) for piece in answer.stream(min_chunk_size=PIECE))

    def _in_parts(self, sha256: str, start: int, end: int) -> Iterator[bytes]:
        """Ask for one part after the other: an answer is to be read within seconds, and who reads it may be slow."""
        for first in range(start, end, PART):
            with refusing_when_away():
                part = obstore.get_range(self._objects, key_of(sha256), start=first, end=min(first + PART, end))
            held = memoryview(part)
            yield from (bytes(held[at : at + PIECE]) for at in range(0, len(held), PIECE))

    @contextmanager
    def on_disk(self, sha256: str) -> Iterator[Path]:
        """A path to read the content from, for programs that need one; only valid inside the block."""
        if self.folder:
            self.size(sha256)
            yield self.folder / key_of(sha256)
            return
        with TemporaryDirectory() as folder:
            path = Path(folder) / sha256
            with refusing_when_full(), path.open("wb") as file:
                file.writelines(self.read(sha256))
            yield path

    def delete(self, sha256: str) -> None:
        """Remove a content; one that is not there is no error."""
        try:
            with refusing_when_away():
                obstore.delete(self._objects, key_of(sha256))
        except FileNotFoundError:
            return

    def names(self) -> Iterator[tuple[str, int]]:
        """Every content that is kept: SHA-256 and size in bytes."""
        with refusing_when_away():
            for batch in obstore.list(self._objects):
                for entry in batch:
                    yield entry["path"].rsplit("/", 1)[-1], entry["size"]

    def require(self) -> None:
        """Raise StoreAway where there is no such store: a bucket that does not exist has no file, and loses none."""
        with refusing_when_away():
            next(iter(obstore.list(self._objects, chunk_size=1)), None)


def open_store(settings: Settings) -> Store:
    """The store of the settings: DATA/files unless FILES_URL names another folder or an S3 bucket."""
    if settings.files_url.startswith("s3://"):
        return Store(from_url(settings.files_url, retry_config=RETRIES), None)
    place = settings.files_url.removeprefix("file://")
    folder = Path(place).absolute() if place else (settings.data / "files").absolute()
    return Store(LocalStore(folder, mkdir=True), folder)


def _sync(root: Path, key: str) -> None:
    path = root / key
    for each in (path, path.parent, path.parent.parent, root):
        number = os.open(each, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
