"""What has arrived of a file so far: a part in DATA/incoming that one writer at a time may add to."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from rmtc.config import Settings
from rmtc.errors import Refusal
from rmtc.files.refusals import refusing_when_full
from rmtc.i18n.texts import gettext as _

RESERVE = 200_000_000
"""Bytes of the disk that uploads leave to the rest of the site."""


def new_part() -> str:
    """A name for a part that nobody has."""
    return f"sent-{secrets.token_hex(12)}"


def part_path(settings: Settings, part: str) -> Path:
    """Where a part lies."""
    return settings.data / "incoming" / part


def free_room(settings: Settings) -> int:
    """How many bytes uploads may still fill."""
    folder = settings.data / "incoming"
    with refusing_when_full():
        folder.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(folder).free - RESERVE


@contextmanager
def only_writer(path: Path) -> Iterator[BinaryIO]:
    """Open a part to write; refuses while another window sends the same file. The lock goes with its holder."""
    with refusing_when_full():
        number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(number, "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise Refusal(_("Another window is sending this file just now.")) from held
        yield file


def keep_whole(arrived: Path, path: Path) -> None:
    """Make a part of a file that came in one go; it is on the disk when this returns. Raises StorageFull."""
    with refusing_when_full(), arrived.open("rb") as file:
        os.fsync(file.fileno())
    arrived.rename(path)


def sweep_parts(settings: Settings, wanted: Collection[str], oldest: float) -> int:
    """Delete parts that no row speaks of and nobody has written to since (seconds of the epoch); says how many."""
    folder = settings.data / "incoming"
    lost = [path for path in folder.glob("sent-*") if path.name not in wanted and path.stat().st_mtime < oldest]
    for path in lost:
        path.unlink(missing_ok=True)
    return len(lost)


def write_piece(file: BinaryIO, offset: int, piece: bytes) -> None:
    """Put a piece at its place; it is on the disk when this returns. Raises StorageFull."""
    with refusing_when_full():
        file.seek(offset)
        file.write(piece)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
