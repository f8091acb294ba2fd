"""Generations of an index on disk: one folder each, a pointer file that names the one in use, one writer at a time."""

import fcntl
import json
import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rmtc.search.index import IndexBusy, IndexDamaged

_NAME: Final = re.compile(r"generation-(\d{6,})")
_COMMIT: Final = re.compile(r"_MAIN_(\d+)\.toc")
_POLL_SECONDS: Final = 0.05
_SETTLED_NS: Final = 50_000_000


class Generations:
    """The folder of an index: `generation-000001` …, `current.json`, `writer.lock`; two generations are kept."""

    def __init__(self, root: Path, version: int) -> None:
        self.root = root
        self.version = version
        self._pointer = root / "current.json"
        self._mine = threading.Lock()
        self._read: tuple[tuple[int, int], tuple[str, int]] | None = None

    def current(self) -> Path:
        """Give the folder in use; raises IndexDamaged when there is none or it was made by another version."""
        try:
            folder, version = self._pointed_at(self._pointer.stat())
        except FileNotFoundError as missing:
            raise IndexDamaged("There is no search index yet.") from missing
        except (OSError, ValueError, KeyError, TypeError) as broken:
            raise IndexDamaged("The pointer to the search index cannot be read.") from broken
        if version != self.version:
            raise IndexDamaged(f"The search index has version {version}, this program needs {self.version}.")
        if not _NAME.fullmatch(folder):
            raise IndexDamaged("The pointer to the search index names no generation.")
        return self.root / folder

    def mark(self) -> tuple[int, int, int, int] | None:
        """Give a quick mark that differs after a change on disk; None while the last one is too fresh to be sure."""
        try:
            pointer = self._pointer.stat()
            folder = (self.root / self._pointed_at(pointer)[0]).stat()
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if time.time_ns() - max(pointer.st_mtime_ns, folder.st_mtime_ns) < _SETTLED_NS:
            return None
        return pointer.st_mtime_ns, pointer.st_ino, folder.st_mtime_ns, folder.st_ino

    def moment(self) -> tuple[str, int]:
        """Give the folder in use and the number of the last commit in it; raises IndexDamaged."""
        folder = self.current()
        commits = [int(found[1]) for path in folder.glob("_MAIN_*.toc") if (found := _COMMIT.fullmatch(path.name))]
        return folder.name, max(commits, default=-1)

    def _pointed_at(self, pointer: os.stat_result) -> tuple[str, int]:
        """Give the folder and the version that the pointer names; it is read when it is another one than last time."""
        mark = (pointer.st_mtime_ns, pointer.st_ino)
        read = self._read
        if read is None or read[0] != mark:
            said = json.loads(self._pointer.read_bytes())
            read = self._read = mark, (str(said["folder"]), said["version"])
        return read[1]

    def fresh(self) -> Path:
        """Make the folder of the next generation."""
        taken = [int(found[1]) for path in self._folders() if (found := _NAME.fullmatch(path.name))]
        path = self.root / f"generation-{max(taken, default=0) + 1:06d}"
        path.mkdir(parents=True)
        return path

    def publish(self, folder: Path) -> None:
        """Point to a finished generation, durably and at once; readers move over with their next query."""
        draft = self._pointer.with_suffix(".new")
        with draft.open("w", encoding="utf-8") as file:
            json.dump({"folder": folder.name, "version": self.version}, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._pointer)
        handle = os.open(self.root, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def sweep(self, *, keep: Path, previous: Path | None) -> None:
        """Remove all generations but the one in use and the one before, which slow readers may still hold open."""
        for path in self._folders():
            if path not in {keep, previous}:
                shutil.rmtree(path, ignore_errors=True)

    def _folders(self) -> list[Path]:
        return [path for path in self.root.glob("generation-*") if path.is_dir()]

    @contextmanager
    def writing(self, patience: float) -> Iterator[None]:
        """Be the only writer, among threads and processes; raises IndexBusy after `patience` seconds."""
        self.root.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + patience
        if not self._mine.acquire(timeout=patience):
            raise IndexBusy("The search index is being written by another thread.")
        try:
            with (self.root / "writer.lock").open("w", encoding="utf-8") as lock:
                self._wait_for(lock.fileno(), deadline)
                yield
        finally:
            self._mine.release()

    @contextmanager
    def merging(self) -> Iterator[Path | None]:
        """Lend an empty folder to merge in beside readers and a writer; None while somebody else merges."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "merge.lock").open("w", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield None
                return
            apart = self.root / "merging"
            shutil.rmtree(apart, ignore_errors=True)
            apart.mkdir()
            try:
                yield apart
            finally:
                shutil.rmtree(apart, ignore_errors=True)

    @staticmethod
    def _wait_for(handle: int, deadline: float) -> None:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as held:
                if time.monotonic() > deadline:
                    raise IndexBusy("The search index is being written by another process.") from held
                time.sleep(_POLL_SECONDS)
            else:
                return
