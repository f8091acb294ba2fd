"""The table of contents of a generation: Whoosh's own index reads it each time it is asked for anything."""

from pathlib import Path
from typing import Any, Final

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import TOC

NAME: Final = "MAIN"


class Folder(FileStorage):  # type: ignore[misc]
    """The files of a generation."""

    def temp_storage(self, name: str | None = None) -> RamStorage:  # noqa: ARG002 - as Whoosh calls it
        """Give what Whoosh's writer wants to sort postings in, and ours never uses: no folder is made for it."""
        return RamStorage()


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
