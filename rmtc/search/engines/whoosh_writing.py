"""Writing to a Whoosh index: one writer at a time, small commits that merge nothing, generations swapped whole."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, Final

from whoosh import index as whoosh_index
from whoosh.query import Or, Term
from whoosh.reading import SegmentReader
from whoosh.writing import OPTIMIZE

from rmtc.search.engines.whoosh_folders import Generations
from rmtc.search.engines.whoosh_schema import row, schema
from rmtc.search.index import Document, IndexDamaged

MOST_SEGMENTS: Final = 20
_ENOUGH_SEGMENTS: Final = 4
_MEMORY_MB: Final = 256
_BATCH: Final = 200


def _keep_segments(_writer: Any, segments: list[Any]) -> list[Any]:
    return segments


def _merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge the small segments into one and keep the big ones: what a change costs does not grow with the index."""
    ordered = sorted(segments, key=lambda each: int(each.doc_count_all()))
    merged, total = 0, 0
    for segment in ordered:
        if merged >= MOST_SEGMENTS // 2 and segment.doc_count_all() > total:
            break
        merged, total = merged + 1, total + segment.doc_count_all()
    for segment in ordered[:merged]:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return ordered[merged:]


class Writing:
    """Changes an index; `processes` may be 2 where a rebuild runs in a process without other threads."""

    def __init__(self, generations: Generations, patience: float, processes: int) -> None:
        self._generations = generations
        self._patience = patience
        self._processes = processes

    def update(self, documents: Iterable[Document]) -> int:
        """Add or replace documents in one commit and give their number; raises IndexDamaged, IndexBusy."""
        latest = {document.id: document for document in documents}
        with self._generations.writing(self._patience):
            self._commit(self._folder(), latest.values(), replacing=list(latest))
        return len(latest)

    def delete(self, ids: Iterable[str]) -> None:
        """Remove documents in one commit; unknown ids are no error."""
        with self._generations.writing(self._patience):
            self._commit(self._folder(), (), replacing=list(ids))

    def tidy(self) -> bool:
        """Merge all segments into one where there are more than a few; tell whether it was needed."""
        with self._generations.writing(self._patience):
            folder = self._generations.current()
            segments = whoosh_index.open_dir(str(folder))._segments()  # noqa: SLF001 - Whoosh has no other way
            if len(segments) < _ENOUGH_SEGMENTS and not any(each.has_deletions() for each in segments):
                return False
            self._commit(folder, (), replacing=(), merge=OPTIMIZE)
        return True

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build a new generation from all documents and swap it in; writers wait, readers go on with the old one."""
        with self._generations.writing(self._patience):
            previous: Path | None = None
            with suppress(IndexDamaged):
                previous = self._generations.current()
            folder = self._create()
            count = self._commit(folder, documents, replacing=(), processes=self._processes)
            self._generations.publish(folder)
            self._generations.sweep(keep=folder, previous=previous)
        return count

    def _folder(self) -> Path:
        if any(self._generations.root.glob("generation-*")):
            return self._generations.current()
        folder = self._create()
        self._generations.publish(folder)
        return folder

    def _create(self) -> Path:
        folder = self._generations.fresh()
        whoosh_index.create_in(str(folder), schema())
        return folder

    @staticmethod
    def _commit(
        folder: Path,
        documents: Iterable[Document],
        *,
        replacing: Iterable[str],
        processes: int = 1,
        merge: Callable[..., Any] | None = None,
    ) -> int:
        options = {"procs": processes, "multisegment": True, "batchsize": _BATCH} if processes > 1 else {}
        try:
            writer = whoosh_index.open_dir(str(folder)).writer(compound=False, limitmb=_MEMORY_MB, **options)
        except Exception as broken:  # a damaged table of contents can raise anything
            raise IndexDamaged("The search index cannot be written.") from broken
        count = 0
        try:
            gone = iter(replacing)
            while some := list(islice(gone, 500)):
                writer.delete_by_query(Or([Term("id", each) for each in some]))
            for document in documents:
                writer.add_document(**row(document))
                count += 1
            crowded = _merge_small if len(writer.segments) >= MOST_SEGMENTS else _keep_segments
            writer.commit(mergetype=merge or crowded)
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            raise
        return count
