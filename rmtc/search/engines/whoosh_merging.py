"""Merging segments beside readers and writers: written in a folder apart, taken over by one short commit.

Whoever is killed on the way leaves the former segments in use; files that came over without a commit go with the next.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh.index import TOC, clean_files, create_in
from whoosh.reading import SegmentReader

from rmtc.search.engines.whoosh_checks import note_sums
from rmtc.search.engines.whoosh_contents import NAME, Folder, contents_of
from rmtc.search.engines.whoosh_folders import Generations
from rmtc.search.engines.whoosh_schema import schema
from rmtc.search.engines.whoosh_segment_writing import LeanWriter

CROWDED: Final = 16
"""So many segments are worth merging the small ones."""
_FEW: Final = 4

Segments = list[Any]
Choice = Callable[[Segments], Segments]


def small_ones(segments: Segments) -> Segments:
    """Choose the small segments of a crowded index, so that documents are rarely written again."""
    if len(segments) < CROWDED:
        return []
    return smallest(segments, CROWDED // 2)


def smallest(segments: Segments, least: int) -> Segments:
    """Choose at least so many of the smallest, and the next ones up to twice the size of those together."""
    chosen: Segments = []
    total = 0
    for segment in sorted(segments, key=_size):
        if len(chosen) >= least and _size(segment) > 2 * total:
            break
        chosen.append(segment)
        total += _size(segment)
    return chosen


def all_of_them(segments: Segments) -> Segments:
    """Choose all segments where there are more than a few, or where documents are deleted."""
    return segments if len(segments) >= _FEW or any(each.has_deletions() for each in segments) else []


def _size(segment: Any) -> int:
    return int(segment.doc_count_all())


def merge(generations: Generations, patience: float, choose: Choice) -> bool:
    """Merge the chosen segments; tell whether there were any. Raises IndexDamaged, and IndexBusy at the commit."""
    with generations.merging() as apart:
        if apart is None:
            return False
        with generations.writing(patience):
            folder = generations.current()
            chosen = choose(contents_of(folder).segments)
        if not chosen:
            return False
        merged, numbers = _written(folder, chosen, apart)
        with generations.writing(patience):
            return generations.current() == folder and _take_over(folder, apart, chosen, merged, numbers)


def _written(folder: Path, chosen: Segments, apart: Path) -> tuple[Segments, list[NDArray[np.int64]]]:
    """Write the chosen segments as one; gives it, if it holds a document, and the new number of every document."""
    storage = Folder(str(folder))
    create_in(str(apart), schema())
    writer = LeanWriter(apart)
    with ExitStack() as open_ones:
        open_ones.callback(lambda: writer.is_closed or writer.cancel())
        for segment in chosen:
            writer.add_reader(open_ones.enter_context(closing(SegmentReader(storage, writer.schema, segment))))
        numbers = writer.numbers()
        writer.commit(mergetype=lambda _writer, segments: segments)
    return [each for each in contents_of(apart).segments if _size(each)], numbers


def _take_over(
    folder: Path, apart: Path, chosen: Segments, merged: Segments, numbers: Sequence[NDArray[np.int64]]
) -> bool:
    """Put the merged segment in the place of the chosen ones; False where these are no longer in use."""
    storage, contents = Folder(str(folder)), contents_of(folder)
    now = {each.segment_id(): each for each in contents.segments}
    ids = [each.segment_id() for each in chosen]
    if not now.keys() >= set(ids):
        return False
    for segment in merged:
        for number in _deleted_since(chosen, [now[each] for each in ids], numbers):
            segment.delete_document(number)
        for path in apart.glob(f"{segment.segment_id()}.*"):
            path.rename(folder / path.name)
    first = min(number for number, each in enumerate(contents.segments) if each.segment_id() in ids)
    kept = [[each for each in some if each.segment_id() not in ids]
            for some in (contents.segments[:first], contents.segments[first:])]  # fmt: skip
    segments = [*kept[0], *merged, *kept[1]]
    TOC(contents.schema, segments, contents.generation + 1).write(storage, NAME)
    clean_files(storage, NAME, contents.generation + 1, segments)
    note_sums(folder, {})
    return True


def _deleted_since(then: Segments, now: Segments, numbers: Sequence[NDArray[np.int64]]) -> list[int]:
    """Give the new numbers of documents that were deleted while their segments were being merged."""
    since = [set(later.deleted_docs()) - set(early.deleted_docs()) for early, later in zip(then, now, strict=True)]
    return [int(new[doc]) for new, docs in zip(numbers, since, strict=True) for doc in docs]
