"""Receiving a file: to DATA/incoming, counted and hashed while it is written."""

import hashlib
import os
import time
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO

from anyio import to_thread

from rmtc.files.refusals import TooLarge, refusing_when_full
from rmtc.files.sniffing import media_type_of

CHUNK = 1 << 20
STALE = 24 * 3600  # seconds after which what was left in the folder belongs to nobody


@dataclass(frozen=True)
class Incoming:
    """A file that has arrived but is not kept yet; its name is what the sender called it."""

    path: Path
    name: str
    sha256: str
    size: int
    media_type: str


class Receiver:
    """Writes what arrives; `write` refuses what goes beyond the limit (bytes)."""

    def __init__(self, folder: Path, name: str, limit: int) -> None:
        with refusing_when_full():
            folder.mkdir(parents=True, exist_ok=True)
            number, path = mkstemp(dir=folder, prefix="part-")
        self.path = Path(path)
        self.name = clean_name(name)
        self._file = os.fdopen(number, "wb")
        self._limit = limit
        self._hash = hashlib.sha256()
        self._size = 0

    def write(self, chunk: bytes) -> None:
        """Take the next piece; raises TooLarge or StorageFull."""
        self._size += len(chunk)
        if self._size > self._limit:
            raise TooLarge(self._limit)
        self._hash.update(chunk)
        with refusing_when_full():
            self._file.write(chunk)

    def finish(self) -> Incoming:
        """Say what has arrived."""
        with refusing_when_full():
            self._file.close()
        return Incoming(self.path, self.name, self._hash.hexdigest(), self._size, media_type_of(self.path, self.name))

    def discard(self) -> None:
        """Delete the part that was written."""
        with suppress(OSError):  # the disk is full: what could not be written goes anyway
            self._file.close()
        self.path.unlink(missing_ok=True)


@contextmanager
def received(source: BinaryIO, folder: Path, *, name: str, limit: int) -> Iterator[Incoming]:
    """Receive an opened upload; the file in `incoming` is gone after the block. `limit` in bytes."""
    receiver = Receiver(folder, name, limit)
    try:
        while chunk := source.read(CHUNK):
            receiver.write(chunk)
        yield receiver.finish()
    finally:
        receiver.discard()


@asynccontextmanager
async def received_stream(
    source: AsyncIterable[bytes], folder: Path, *, name: str, limit: int
) -> AsyncIterator[Incoming]:
    """Receive a request's body as it comes in, without holding it in memory. `limit` in bytes."""
    receiver = await to_thread.run_sync(Receiver, folder, name, limit)
    try:
        waiting = bytearray()
        async for chunk in source:
            waiting += chunk
            if len(waiting) >= CHUNK:
                await to_thread.run_sync(receiver.write, bytes(waiting))
                waiting.clear()
        await to_thread.run_sync(receiver.write, bytes(waiting))
        yield await to_thread.run_sync(receiver.finish)
    finally:
        receiver.discard()


def clean_name(name: str) -> str:
    """The last part of a file's name, without what no file system or header bears; at most 200 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in last if sign.isprintable()).strip(" .") or "file"
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[: 199 - len(ending)]}.{ending}" if dot and len(ending) < 20 else kept[:200]  # noqa: PLR2004


def sweep(folder: Path) -> int:
    """Delete what uploads that broke off a day ago have left; returns how many files."""
    old = time.time() - STALE
    stale = [path for path in folder.glob("part-*") if path.stat().st_mtime < old]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)
