"""What a query sees of a Whoosh index: one moment of it, shared by all threads, as arrays over all segments."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from functools import cached_property
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rmtc.search.engines.whoosh_cards import Chained, Coded, Flags, Numbers
from rmtc.search.engines.whoosh_segments import LENGTHS, TEXT_FIELDS, Segment, Weights

Scores = NDArray[np.float64]
Found = tuple[Numbers, Scores]

_B, _K1 = 0.75, 1.2
_MOST_KEPT_POSTINGS: Final = 1_000_000
_MOST_KEPT_FLAGS: Final = 64


class View:
    """A moment of the index. Arrays are read without a lock; each segment's files under its own."""

    def __init__(self, folder: str, segments: list[Segment], former: "View | None" = None) -> None:
        self.folder = folder
        self.segments = segments
        cards = [each.constant.cards for each in segments]
        self.size = sum(each.size for each in segments)
        self.ids = Chained(each.ids for each in cards)
        self.titles = Chained(each.titles for each in cards)
        self.creators = Chained(each.creators for each in cards)
        self.stamps = Chained(each.stamps for each in cards)
        self.days: Numbers = np.concatenate([np.zeros(0, dtype=np.int64), *(each.days for each in cards)])
        self.years: NDArray[np.int32] = np.concatenate(
            [np.zeros((0, 2), dtype=np.int32), *(each.years for each in cards)]
        )
        self.alive: Flags = np.ones(self.size, dtype=np.bool_)
        for each in segments:
            self.alive[each.deleted + each.offset] = False
        self._lengths = {name: self._lengths_of(name) for name in TEXT_FIELDS}
        self._norms = {name: self._norms_of(name) for name in TEXT_FIELDS}
        self._fields = self._fields_after(former)
        self._keeping = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], Found] = OrderedDict()
        self._kept_postings = 0
        self._flags: OrderedDict[tuple[str, frozenset[str]], Flags] = OrderedDict()

    def _lengths_of(self, field: str) -> NDArray[np.uint8]:
        return np.concatenate([np.zeros(0, dtype=np.uint8), *(each.constant.lengths[field] for each in self.segments)])

    def _norms_of(self, field: str) -> Weights:
        """Reckon what each length a byte can say makes of a score."""
        total = sum(each.field_length(field) for each in self.segments)
        average = total / self.size if total else 1.0
        return (_K1 * (1 - _B + _B * LENGTHS / average)).astype(np.float32)

    def _fields_after(self, former: "View | None") -> dict[str, Coded]:
        """Join the fields of all segments; what a former view of the first of them has joined is not done again."""
        known = former if former and former.begins(self) else None
        new = self.segments[len(known.segments) if known else 0 :]
        names = {name for each in new for name in each.constant.cards.fields}
        fields = dict(known._fields) if known else {}
        for name in names:
            parts = [(each.offset, each.constant.cards.fields.get(name)) for each in new]
            before = [(0, fields[name])] if name in fields else []
            fields[name] = Coded.joined([*before, *((at, part) for at, part in parts if part)])
        return fields

    def begins(self, later: "View") -> bool:
        """Tell whether a later view has the segments of this one, in the same order, and perhaps more."""
        mine, its = ([each.constant for each in view.segments] for view in (self, later))
        return mine == its[: len(mine)]

    @cached_property
    def title_ranks(self) -> Numbers:
        """Give every document's place in the order of titles; equal titles share one."""
        ranks = {title: rank for rank, title in enumerate(sorted(set(self.titles)))}
        return np.fromiter((ranks[title] for title in self.titles), dtype=np.int64, count=self.size)

    def title(self, doc: int) -> str:
        """Give a document's title as it is written."""
        segment = next(each for each in reversed(self.segments) if each.offset <= doc)
        return segment.title(doc - segment.offset)

    def word(self, field: str, word: str) -> Found:
        """Score all documents that hold a word in a field (BM25, as Whoosh reckons it); deleted ones are among them."""
        key = (field, word)
        with self._keeping:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        parts = [each.postings(field, word) for each in self.segments]
        docs = np.concatenate([np.zeros(0, dtype=np.int64), *(part for part, _ in parts)])
        weights = np.concatenate([np.zeros(0, dtype=np.float64), *(part for _, part in parts)])
        rarity = log(max(self.size, 1) / (len(docs) + 1)) + 1
        found = docs, rarity * weights * (_K1 + 1) / (weights + self._norms[field][self._lengths[field][docs]])
        self._keep(key, found)
        return found

    def _keep(self, key: tuple[str, str], found: Found) -> None:
        with self._keeping:
            if key not in self._kept:
                self._kept[key] = found
                self._kept_postings += len(found[0]) + 1
            while self._kept_postings > _MOST_KEPT_POSTINGS:
                self._kept_postings -= len(self._kept.popitem(last=False)[1][0]) + 1

    def holders(self, word: str) -> Numbers:
        """Give the documents that hold a word as it stands."""
        return self.word("exact", word)[0]

    def words_like(self, prefix: str) -> dict[str, int]:
        """Give all words that begin with a prefix, with the number of documents of each."""
        counted: dict[str, int] = {}
        for each in self.segments:
            for word, count in each.lexicon().starting_with(prefix):
                counted[word] = counted.get(word, 0) + count
        return counted

    def flags(self, conditions: Mapping[str, Iterable[str]]) -> Flags:
        """Flag the living documents that meet every condition: any of the values, in every field."""
        flags = self.alive.copy()
        for field, values in conditions.items():
            flags &= self._holding(field, frozenset(values))
        return flags

    def _holding(self, field: str, values: frozenset[str]) -> Flags:
        key = (field, values)
        if (known := self._flags.get(key)) is not None:
            return known
        flags = np.zeros(self.size, dtype=np.bool_)
        if field in self._fields:
            flags[self._fields[field].holders(values)] = True
        self._flags[key] = flags
        while len(self._flags) > _MOST_KEPT_FLAGS:
            self._flags.popitem(last=False)
        return flags

    def counts(self, field: str, hits: Flags) -> dict[str, int]:
        """Count flagged documents per value of a field, the most frequent first."""
        return self._fields[field].counts(hits) if field in self._fields else {}
