"""The search index on Whoosh: many reading threads and processes, one writer, generations that are swapped whole."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
from whoosh import index as whoosh_index
from whoosh.query import Or, Term
from whoosh.writing import MERGE_SMALL

from rmtc.search.index import Document, Hit, IndexDamaged, Query, Result, Status
from rmtc.search.syntax import parse
from rmtc.search.whoosh_folders import Generations
from rmtc.search.whoosh_schema import ACCESS, VERSION, compile_query, row, schema
from rmtc.search.whoosh_view import Numbers, Scores, SegmentCards, View

_T = TypeVar("_T")
_MOST_SEGMENTS: Final = 20
_IDLE_VIEWS: Final = 8
_TRIES: Final = 3
_MEMORY_MB: Final = 256


def _keep_segments(_writer: Any, segments: list[Any]) -> list[Any]:
    return segments


class WhooshIndex:
    """A search index in one folder. Safe for threads; other processes may open the same folder."""

    def __init__(self, root: Path, *, patience: float = 60.0) -> None:
        self._generations = Generations(root, VERSION)
        self._patience = patience
        self._lock = threading.Lock()
        self._idle: list[View] = []
        self._cards: dict[tuple[str, str], SegmentCards] = {}

    # Reading

    def search(self, query: Query) -> Result:
        """Answer a query; raises IndexDamaged when the index cannot be read."""
        started = time.perf_counter()
        wanted = parse(query.text)
        if query.text.strip() and not wanted.groups and not wanted.without:
            return Result(0, (), {name: {} for name in query.facets}, 0.0)
        positive, negative = compile_query(wanted)

        def answer(view: View) -> Result:
            seen = view.flags({**query.filters, ACCESS: query.allowed})
            if negative is not None:
                seen[view.documents(negative)] = False
            docs, scores = view.matches(positive)
            docs, scores = docs[seen[docs]], scores[seen[docs]]
            page = _ordered(view, docs, scores, query)[query.offset : query.offset + query.limit]
            hits = tuple(Hit(view.ids[docs[at]], float(scores[at])) for at in page)
            facets: Mapping[str, Mapping[str, int]] = {name: view.counts(name, docs) for name in query.facets}
            return Result(len(docs), hits, facets, (time.perf_counter() - started) * 1000)

        return self._reading(answer)

    def stamps(self) -> dict[str, str]:
        """Give id and stamp of every indexed document; raises IndexDamaged."""

        def living(view: View) -> dict[str, str]:
            return {view.ids[doc]: view.stamps[doc] for doc in view.searcher.reader().all_doc_ids()}

        return self._reading(living)

    def status(self) -> Status:
        """Tell generation, documents, segments and size; raises IndexDamaged."""

        def describe(view: View) -> Status:
            reader = view.searcher.reader()
            folder = self._generations.root / view.folder
            size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
            segments = len(reader.leaf_readers()) if reader.doc_count_all() else 0
            return Status(view.folder, reader.doc_count(), segments, size)

        return self._reading(describe)

    def _reading(self, work: Callable[[View], _T]) -> _T:
        """Work on a fresh view; a file that vanished under a commit or a swap is tried again, all else is damage."""
        for attempt in range(1, _TRIES + 1):
            try:
                with self._view() as view:
                    return work(view)
            except IndexDamaged:
                raise
            except Exception as broken:  # a damaged file can raise anything from inside Whoosh
                if attempt == _TRIES or not isinstance(broken, FileNotFoundError):
                    raise IndexDamaged("The search index cannot be read.") from broken
                time.sleep(0.02 * attempt)
        raise AssertionError("unreachable")

    @contextmanager
    def _view(self) -> Iterator[View]:
        view = self._take()
        try:
            yield view
        except BaseException:
            _close(view)
            raise
        with self._lock:
            room = len(self._idle) < _IDLE_VIEWS
            if room:
                self._idle.append(view)
        if not room:
            _close(view)

    def _take(self) -> View:
        folder = self._generations.current()
        while True:
            with self._lock:
                view = self._idle.pop() if self._idle else None
            if view is None:
                return self._open(folder)
            if view.folder == folder.name and view.searcher.up_to_date():
                return view
            _close(view)

    def _open(self, folder: Path) -> View:
        searcher = whoosh_index.open_dir(str(folder)).searcher()
        reader = searcher.reader()
        leaves = reader.leaf_readers() if reader.doc_count_all() else []
        with self._lock:
            known = dict(self._cards)
        found = {}
        for leaf, _ in leaves:
            key = (folder.name, leaf.segment().segment_id())
            found[key] = known.get(key) or SegmentCards(leaf)
        with self._lock:
            self._cards = found
        offsets = [offset for _, offset in leaves]
        return View(folder.name, searcher, list(zip(offsets, found.values(), strict=True)))

    def close(self) -> None:
        """Close the files held open for reading; the index may be used again."""
        with self._lock:
            idle, self._idle = self._idle, []
        for view in idle:
            _close(view)

    # Writing

    def update(self, documents: Iterable[Document]) -> int:
        """Add or replace documents in one commit and give their number; raises IndexDamaged, IndexBusy."""
        latest = {document.id: document for document in documents}
        with self._generations.writing(self._patience):
            self._commit(self._folder_to_write(), latest.values(), replacing=list(latest))
        return len(latest)

    def delete(self, ids: Iterable[str]) -> None:
        """Remove documents in one commit; unknown ids are no error."""
        with self._generations.writing(self._patience):
            self._commit(self._folder_to_write(), (), replacing=list(ids))

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build a new generation from all documents and swap it in; writers wait, readers go on with the old one."""
        with self._generations.writing(self._patience):
            previous: Path | None = None
            with suppress(IndexDamaged):
                previous = self._generations.current()
            folder = self._generations.fresh()
            whoosh_index.create_in(str(folder), schema())
            count = self._commit(folder, documents, replacing=())
            self._generations.publish(folder)
            self._generations.sweep(keep=folder, previous=previous)
        return count

    def _folder_to_write(self) -> Path:
        if any(self._generations.root.glob("generation-*")):
            return self._generations.current()
        folder = self._generations.fresh()
        whoosh_index.create_in(str(folder), schema())
        self._generations.publish(folder)
        return folder

    @staticmethod
    def _commit(folder: Path, documents: Iterable[Document], *, replacing: Iterable[str]) -> int:
        try:
            writer = whoosh_index.open_dir(str(folder)).writer(compound=False, limitmb=_MEMORY_MB)
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
            crowded = len(writer.segments) >= _MOST_SEGMENTS
            writer.commit(mergetype=MERGE_SMALL if crowded else _keep_segments)
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            raise
        return count


def _close(view: View) -> None:
    with suppress(OSError):
        view.searcher.close()


def _ordered(view: View, docs: Numbers, scores: Scores, query: Query) -> Numbers:
    """Give the positions of the hits in the asked order; ties: newest, then best, then the order of indexing."""
    days = view.days[docs]
    if query.sort == "title":
        return np.array(sorted(range(len(docs)), key=lambda at: (view.titles[docs[at]], -days[at])), dtype=np.int64)
    if query.sort == "newest":
        return np.lexsort((docs, -scores, -days))
    return np.lexsort((docs, -days, -scores))
