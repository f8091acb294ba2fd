"""The search index on Whoosh: many reading threads and processes, one writer, generations that are swapped whole."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import numpy as np

from rmtc.search.engines.whoosh_folders import Generations
from rmtc.search.engines.whoosh_reading import Reading
from rmtc.search.engines.whoosh_schema import ACCESS, VERSION
from rmtc.search.engines.whoosh_scoring import flags_of, page_of, scores_of
from rmtc.search.engines.whoosh_view import View
from rmtc.search.engines.whoosh_words import completions, mended
from rmtc.search.engines.whoosh_writing import Writing
from rmtc.search.expanding import clauses_of
from rmtc.search.index import Document, Hit, IndexDamaged, Query, Result, Status
from rmtc.search.syntax import parse

_T = TypeVar("_T")


class WhooshIndex:
    """A search index in one folder. Safe for threads; other processes may open the same folder."""

    def __init__(self, root: Path, *, patience: float = 60.0) -> None:
        self.root = root
        self._generations = Generations(root, VERSION)
        self._reading = Reading(self._generations)
        self._writing = Writing(self._generations, patience, self._reading.constant_of)

    # Reading

    def search(self, query: Query) -> Result:
        """Answer a query; raises IndexDamaged when the index cannot be read."""
        started = time.perf_counter()
        wanted = parse(query.text)
        if query.text.strip() and not wanted.groups and not wanted.without:
            return Result(0, (), {name: {} for name in query.facets}, 0.0)
        clauses, also = clauses_of(wanted, query.expand)

        def answer(view: View) -> Result:
            seen = view.flags({**query.filters, ACCESS: query.allowed})
            if wanted.without:
                seen &= ~flags_of(view, wanted.without)
            scores = scores_of(view, clauses)
            hits = seen & (scores > 0)
            docs = np.flatnonzero(hits)
            page = page_of(view, scores, docs, query.sort, query.offset + query.limit)[query.offset :]
            found = tuple(Hit(view.ids[doc], float(scores[doc])) for doc in page.tolist())
            facets = {name: view.counts(name, hits) for name in query.facets}
            return Result(len(docs), found, facets, (time.perf_counter() - started) * 1000, also)

        return self._read(answer)

    def completions(self, typed: str, allowed: frozenset[str], limit: int = 8) -> tuple[str, ...]:
        """Suggest how the last typed word may go on, from documents that the allowed keys open."""
        return self._read(lambda view: completions(view, typed, view.flags({ACCESS: allowed}), limit))

    def correction(self, query: Query) -> str:
        """Give the typed text with its misspelt words mended, if that finds anything; empty otherwise."""
        return self._read(lambda view: mended(view, query.text, view.flags({ACCESS: query.allowed})))

    def stamps(self) -> dict[str, str]:
        """Give id and stamp of every indexed document; raises IndexDamaged."""
        return self._read(
            lambda view: {
                each: stamp for each, stamp, alive in zip(view.ids, view.stamps, view.alive, strict=True) if alive
            }
        )

    def status(self) -> Status:
        """Tell generation, documents, segments and size; raises IndexDamaged."""

        def describe(view: View) -> Status:
            folder = self._generations.root / view.folder
            size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
            return Status(view.folder, int(view.alive.sum()), len(view.segments), size)

        return self._read(describe)

    def _read(self, work: Callable[[View], _T]) -> _T:
        """Work on the current view; whatever goes wrong inside Whoosh is damage."""
        with self._reading.view() as view:
            try:
                return work(view)
            except Exception as broken:  # a damaged file can raise anything
                raise IndexDamaged("The search index cannot be read.") from broken

    def close(self) -> None:
        """Close the files held open for reading; the index may be used again."""
        self._reading.close()

    # Writing

    def update(self, documents: Iterable[Document]) -> int:
        """Add or replace documents in one commit and give their number; raises IndexDamaged, IndexBusy."""
        count = self._writing.update(documents)
        self._reading.refresh()
        return count

    def delete(self, ids: Iterable[str]) -> None:
        """Remove documents in one commit; unknown ids are no error."""
        self._writing.delete(ids)
        self._reading.refresh()

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build a new generation from all documents and swap it in; writers wait, readers go on with the old one."""
        count = self._writing.rebuild(documents)
        self._reading.refresh()
        return count

    def settle(self) -> bool:
        """Merge what many small changes have left, beside readers and writers; tell whether there was anything."""
        settled = self._writing.settle()
        if settled:
            self._reading.refresh()
        return settled

    def tidy(self) -> bool:
        """Merge all segments at a quiet hour, beside readers and writers; tell whether there was anything to do."""
        tidied = self._writing.tidy()
        self._reading.refresh()
        return tidied

    def verify(self) -> None:
        """Compare what lies on disk with what was written; raises IndexDamaged, IndexBusy."""
        self._writing.verify()
