"""The files of a generation, and its table of contents: Whoosh's own index reads it each time it is asked for anything.

The table of words is most of a segment of some hundred documents, and says the same again and again. It is kept
compressed there, at less than half its size, and taken out as a whole when the segment is opened. Larger ones lie as
they are and are read where needed.
"""

from pathlib import Path
from struct import Struct
from typing import Any, Final
from zlib import compress, decompress

from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.index import TOC

NAME: Final = "MAIN"
PACKED: Final = (250_000, 8_000_000)
"""Bytes of the tables that are compressed: a change of few documents shall not wait, no process hold large ones."""
_HEAD: Final = Struct("<8sI")
_MAGIC: Final = b"RMTCpack"


class Folder(FileStorage):  # type: ignore[misc]
    """The files of a generation, as Whoosh asks for them."""

    def open_file(self, name: str, **given: Any) -> Any:
        """Open a file; a compressed table of words lies in memory. Raises whatever a damaged one makes of it."""
        if self._unpacked_size(name) is None:
            return super().open_file(name, **given)
        return BufferFile(decompress(Path(self.folder, name).read_bytes()[_HEAD.size :]), name=name)

    def file_length(self, name: str) -> int:
        """Give the bytes of a file, those of a compressed table as it was before."""
        size = self._unpacked_size(name)
        return int(super().file_length(name)) if size is None else size

    def _unpacked_size(self, name: str) -> int | None:
        if not name.endswith(W3Codec.TERMS_EXT):
            return None
        with Path(self.folder, name).open("rb") as file:
            head = file.read(_HEAD.size)
        magic, size = _HEAD.unpack(head) if len(head) == _HEAD.size else (b"", 0)
        return size if magic == _MAGIC else None

    def temp_storage(self, name: str | None = None) -> RamStorage:  # noqa: ARG002 - as Whoosh calls it
        """Give what Whoosh's writer wants to sort postings in, and ours never uses: no folder is made for it."""
        return RamStorage()


def pack_table(folder: Path, segment: Any) -> None:
    """Compress the table of words of a segment that is not yet in use, where that is worth it."""
    table = folder / segment.make_filename(W3Codec.TERMS_EXT)
    if PACKED[0] <= table.stat().st_size <= PACKED[1]:
        data = table.read_bytes()
        table.write_bytes(_HEAD.pack(_MAGIC, len(data)) + compress(data))


def contents_of(folder: Path) -> Any:
    """Read the table of contents; raises whatever a damaged one makes of it."""
    return TOC.read(Folder(str(folder)), NAME)


class Opened:
    """What a writer of Whoosh asks of an index."""

    indexname = NAME

    def __init__(self, folder: Path) -> None:
        self.storage = Folder(str(folder))

    def _read_toc(self) -> Any:
        return TOC.read(self.storage, NAME)
