"""Writing to a Whoosh index: one writer at a time, small commits that merge nothing, generations swapped whole."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

from whoosh import index as whoosh_index
from whoosh.reading import SegmentReader

from rmtc.search.engines.whoosh_checks import changed_files, note_sums
from rmtc.search.engines.whoosh_folders import Generations
from rmtc.search.engines.whoosh_merging import all_of_them, merge, small_ones, smallest
from rmtc.search.engines.whoosh_schema import schema
from rmtc.search.engines.whoosh_segment_writing import LeanWriter
from rmtc.search.engines.whoosh_segments import Constant, numbers_of
from rmtc.search.index import Document, IndexDamaged

MOST_SEGMENTS: Final = 64
"""With so many a change merges small ones itself: whoever should do it beside the changes stands still."""
_MOST_WORDS: Final = 6_000_000
"""So many are collected in memory, about 35 bytes each, before a rebuild begins another segment."""


KnownAs = Callable[[str, str], Constant | None]


class Writing:
    """Changes an index; `constant_of` gives a segment that is open already."""

    def __init__(self, generations: Generations, patience: float, constant_of: KnownAs) -> None:
        self._generations = generations
        self._patience = patience
        self._constant_of = constant_of

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

    def settle(self) -> bool:
        """Merge small segments beside readers and writers where they are many; tell whether they were."""
        return merge(self._generations, self._patience, small_ones)

    def tidy(self) -> bool:
        """Merge all segments into one where there are more than a few; tell whether it was needed."""
        return merge(self._generations, self._patience, all_of_them)

    def verify(self) -> None:
        """Compare the files with the sums noted when they were written; raises IndexDamaged."""
        with self._generations.writing(self._patience):
            folder = self._generations.current()
            if changed := changed_files(folder):
                raise IndexDamaged(f"Files of the search index are not as they were written: {', '.join(changed)}.")

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build a new generation from all documents and swap it in; writers wait, readers go on with the old one."""
        with self._generations.writing(self._patience):
            previous: Path | None = None
            with suppress(IndexDamaged):
                previous = self._generations.current()
            folder = self._create()
            count = self._commit(folder, documents, replacing=())
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

    def _commit(
        self,
        folder: Path,
        documents: Iterable[Document],
        *,
        replacing: Iterable[str],
    ) -> int:
        """Write documents in one commit, or in several where there are very many; gives their number."""
        left, count = iter(documents), 0
        gone: Iterable[str] = replacing
        while True:
            writer = _writer(folder)
            with _committing(writer):
                self._delete(writer, folder, list(gone))
                for document in left:
                    writer.add(document)
                    count += 1
                    if writer.collected >= _MOST_WORDS:
                        break
            note_sums(folder, writer.sums)
            gone = ()
            if writer.collected < _MOST_WORDS:
                return count

    def _delete(self, writer: LeanWriter, folder: Path, ids: Sequence[str]) -> None:
        for segment in writer.segments if ids else ():
            with self._opened(writer, folder, segment) as reader:
                for number in [number for each in ids for number in numbers_of(reader, each)]:
                    segment.delete_document(number)

    @contextmanager
    def _opened(self, writer: LeanWriter, folder: Path, segment: Any) -> Iterator[SegmentReader]:
        """Lend a segment's reader, the one that is open already if there is one."""
        known = self._constant_of(folder.name, segment.segment_id())
        if known is not None and known.hold():
            try:
                yield known.reader
            finally:
                known.release()
            return
        with closing(SegmentReader(writer.storage, writer.schema, segment)) as reader:
            yield reader


def _writer(folder: Path) -> LeanWriter:
    try:
        return LeanWriter(folder)
    except Exception as broken:  # a damaged table of contents can raise anything
        raise IndexDamaged("The search index cannot be written.") from broken


@contextmanager
def _committing(writer: LeanWriter) -> Iterator[None]:
    with ExitStack() as readers:
        try:
            yield
            writer.commit(mergetype=partial(_without_a_crowd, readers))
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            raise


def _without_a_crowd(readers: ExitStack, writer: LeanWriter, segments: list[Any]) -> list[Any]:
    """Take small segments into the one being written where there are far too many; gives those that are kept."""
    if len(segments) < MOST_SEGMENTS:
        return segments
    taken = smallest(segments, MOST_SEGMENTS // 2)
    for segment in taken:
        writer.add_reader(readers.enter_context(closing(SegmentReader(writer.storage, writer.schema, segment))))
    return [each for each in segments if each not in taken]
