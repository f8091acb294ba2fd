"""A reader's view of a Whoosh index: matches, and the cards of all documents as arrays for filters, facets and sorting.

Cards of a segment never change (deletions only stop matching): they are read once per segment and shared by all views.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh.collectors import Collector
from whoosh.query import Query as WhooshQuery
from whoosh.reading import IndexReader
from whoosh.searching import Searcher

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Scores = NDArray[np.float64]


class Coded:
    """One field of a segment: which document holds which value, as two parallel arrays and the names of the codes."""

    def __init__(self, pairs: Iterable[tuple[int, str]]) -> None:
        codes: dict[str, int] = {}
        rows = [(doc, codes.setdefault(value, len(codes))) for doc, value in pairs]
        table = np.array(rows, dtype=np.int64).reshape(-1, 2)
        self.docs, self.codes = table[:, 0].copy(), table[:, 1].copy()
        self.names = list(codes)
        self._code_of = codes

    def holders(self, values: Iterable[str]) -> Numbers:
        """Give the documents that hold any of the values."""
        wanted = [self._code_of[value] for value in values if value in self._code_of]
        return self.docs[np.isin(self.codes, wanted)] if wanted else self.docs[:0]

    def counts(self, hits: Flags) -> dict[str, int]:
        """Count the hit documents per value, without the values nobody holds."""
        counted = np.bincount(self.codes[hits[self.docs]], minlength=len(self.names))
        return {name: int(count) for name, count in zip(self.names, counted, strict=True) if count}


class SegmentCards:
    """The cards of one segment, by its own document numbers."""

    def __init__(self, reader: IndexReader) -> None:
        self.size: Final[int] = reader.doc_count_all()
        column = reader.column_reader("card")
        rows: list[list[Any]] = [json.loads(column[number]) for number in range(self.size)]
        self.ids = [str(row[0]) for row in rows]
        self.days = np.array([row[1] for row in rows], dtype=np.int64)
        self.titles = [str(row[2]) for row in rows]
        self.stamps = [str(row[3]) for row in rows]
        names = {name for row in rows for name in row[4]}
        self._fields = {
            name: Coded(
                (number, value) for number, row in enumerate(rows) for value in dict.fromkeys(row[4].get(name, ()))
            )
            for name in names
        }

    def flags(self, field: str, values: Iterable[str]) -> Flags:
        """Flag the documents that hold any of the values in a field."""
        flags = np.zeros(self.size, dtype=np.bool_)
        if field in self._fields:
            flags[self._fields[field].holders(values)] = True
        return flags

    def counts(self, field: str, hits: Flags) -> dict[str, int]:
        """Count hit documents per value of a field."""
        return self._fields[field].counts(hits) if field in self._fields else {}


class _EveryMatch(Collector):  # type: ignore[misc] # Whoosh has no types
    """Collect number and score of every match: totals, facets and any sort order come from one pass."""

    def prepare(self, top_searcher: Searcher, q: WhooshQuery, context: Any) -> None:
        super().prepare(top_searcher, q, context.set(needs_current=True))
        self.docs: list[int] = []
        self.scores: list[float] = []

    def collect(self, sub_docnum: int) -> None:
        self.docs.append(self.offset + sub_docnum)
        self.scores.append(self.matcher.score())


class View:
    """One open searcher and the cards of its segments; for one thread at a time, as Whoosh shares file positions."""

    def __init__(self, folder: str, searcher: Searcher, segments: list[tuple[int, SegmentCards]]) -> None:
        self.folder = folder
        self.searcher = searcher
        self._segments = segments
        cards = [each for _, each in segments]
        self.ids = [one for each in cards for one in each.ids]
        self.titles = [one for each in cards for one in each.titles]
        self.stamps = [one for each in cards for one in each.stamps]
        self.days: Numbers = np.concatenate([each.days for each in cards]) if cards else np.zeros(0, dtype=np.int64)

    def matches(self, query: WhooshQuery) -> tuple[Numbers, Scores]:
        """Give number and score of all living documents that match (the place for a quicker scorer)."""
        collector = _EveryMatch()
        self.searcher.search_with_collector(query, collector)
        return np.array(collector.docs, dtype=np.int64), np.array(collector.scores, dtype=np.float64)

    def documents(self, query: WhooshQuery) -> Numbers:
        """Give the numbers of all living documents that match, without scores."""
        return np.fromiter(self.searcher.docs_for_query(query), dtype=np.int64)

    def flags(self, conditions: Mapping[str, Iterable[str]]) -> Flags:
        """Flag the documents that meet every condition: any of the values, in every field."""
        flags = np.ones(len(self.ids), dtype=np.bool_)
        for field, values in conditions.items():
            for offset, cards in self._segments:
                flags[offset : offset + cards.size] &= cards.flags(field, values)
        return flags

    def counts(self, field: str, docs: Numbers) -> dict[str, int]:
        """Count documents per value of a field, the most frequent first."""
        hits = np.zeros(len(self.ids), dtype=np.bool_)
        hits[docs] = True
        total: Counter[str] = Counter()
        for offset, cards in self._segments:
            total.update(cards.counts(field, hits[offset : offset + cards.size]))
        return dict(sorted(total.items(), key=lambda item: (-item[1], item[0])))
