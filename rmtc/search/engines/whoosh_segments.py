"""One immutable segment of a Whoosh index: its cards, lengths and words, and its postings decoded into arrays.

Postings lie in blocks of document numbers as differences, which arrays read many times quicker than Whoosh's matchers
step over them.
"""
# ruff: noqa: SLF001 - Whoosh has no public way to read a block of postings

import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import LENGTHS_COLUMN
from whoosh.reading import SegmentReader
from whoosh.util.numeric import _length_byte_cache

from rmtc.search.engines.whoosh_blocks import blocks_of, documents_of, words_in
from rmtc.search.engines.whoosh_cards import Cards, Flags, Numbers, title_of
from rmtc.search.engines.whoosh_places import Held, absolute, joined, wide

Weights = NDArray[np.float32]
TEXT_FIELDS: Final = ("exact", "stem", "title")
_LENGTHS: Final = np.array(_length_byte_cache, dtype=np.float32)
_NONE: Final = np.zeros(0, dtype=np.int64)
_NO_WEIGHTS: Final = np.zeros(0, dtype=np.float32)
_LAST: Final = "\U0010ffff"


class Lexicon:
    """The words of one segment's `exact` field in order, with the number of documents of each."""

    def __init__(self, reader: SegmentReader) -> None:
        self.words: Final[list[str]] = []
        counts: list[int] = []
        for word, said in words_in(reader, "exact"):
            self.words.append(word.decode())
            counts.append(documents_of(said))
        self.counts: Final = np.array(counts, dtype=np.int32)

    def starting_with(self, prefix: str) -> Iterator[tuple[str, int]]:
        """Give the words that begin with a prefix, each with its number of documents."""
        first, last = bisect_left(self.words, prefix), bisect_left(self.words, prefix + _LAST)
        return zip(self.words[first:last], map(int, self.counts[first:last]), strict=True)


class Constant:
    """What never changes in a segment, shared by all views of it; its files are closed when no view holds it."""

    def __init__(self, reader: SegmentReader) -> None:
        self.reader = reader
        self.files = threading.RLock()
        """Held while the files are read: their position is shared."""
        self._users = 1
        self._lexicon: Lexicon | None = None
        try:
            self.cards = Cards(reader)
            self.lengths = {name: _LENGTHS[coded_lengths(reader, name)] for name in TEXT_FIELDS}
        except BaseException:
            self.release()
            raise

    def hold(self) -> bool:
        """Keep the files open for another view; False where they are closed already."""
        with self.files:
            if self._users:
                self._users += 1
            return self._users > 0

    def release(self) -> None:
        """Let go of the files; the last view closes them."""
        with self.files:
            self._users -= 1
            if not self._users:
                with suppress(OSError):
                    self.reader.close()

    @cached_property
    def numbers(self) -> Mapping[str, int] | None:
        """Give the documents' numbers by id; None if an id stands for several."""
        numbers = {each: number for number, each in enumerate(self.cards.ids)}
        return numbers if len(numbers) == self.cards.size else None

    def lexicon(self) -> Lexicon:
        """Give the words, read once when somebody first needs them."""
        with self.files:
            if self._lexicon is None:
                self._lexicon = Lexicon(self.reader)
            return self._lexicon


def coded_lengths(reader: SegmentReader, field: str) -> NDArray[np.uint8]:
    """Give the length of a field in every document, as roughly as Whoosh keeps it in one byte; 0 stands for none."""
    column, size = f"_{field}_len", reader.doc_count_all()
    if not reader._perdoc.has_column(column):
        return np.zeros(size, dtype=np.uint8)
    kept = reader._perdoc.column_reader(column, LENGTHS_COLUMN)
    lengths = np.zeros(size, dtype=np.uint8)  # what Whoosh leaves out at the end is 0
    lengths[: kept._count] = np.frombuffer(kept._dbfile.get(kept._basepos, kept._count), np.uint8)
    return lengths


class Segment:
    """One segment in one view: what never changes, and its own numbers of the documents that are deleted now."""

    def __init__(self, offset: int, constant: Constant, deleted: Iterable[int]) -> None:
        self.offset = offset
        self.constant = constant
        self.deleted: Final[Numbers] = np.fromiter(deleted, dtype=np.int64)

    @property
    def size(self) -> int:
        """Number of documents, deleted ones included."""
        return self.constant.cards.size

    def title(self, number: int) -> str:
        """Give a document's title as it is written."""
        with self.constant.files:
            return title_of(self.constant.reader, number)

    def field_length(self, field: str) -> int:
        """Count all words of a field."""
        return int(self.constant.reader._perdoc.field_length(field))

    def lexicon(self) -> Lexicon:
        """Give the words of the segment."""
        return self.constant.lexicon()

    def postings(self, field: str, word: str) -> tuple[Numbers, Weights]:
        """Give the documents that hold a word (in the numbers of the view) and how often each does."""
        blocks = list(blocks_of(self.constant.reader, field, word.encode()))
        if not blocks:
            return _NONE, _NO_WEIGHTS
        docs = [np.cumsum(wide(deltas)) for deltas, _, _ in blocks]
        weights = [_weights(weights, len(deltas)) for deltas, weights, _ in blocks]
        if len(blocks) == 1:
            return docs[0] + self.offset, weights[0]
        return np.concatenate(docs) + self.offset, np.concatenate(weights)

    def places(self, word: str, wanted: Flags) -> tuple[Numbers, Numbers]:
        """Give the places of a word in the flagged documents: the document of each place, and the place."""
        docs, places = [_NONE], [_NONE]
        for deltas, weights, held in blocks_of(self.constant.reader, "exact", word.encode()):
            numbers = np.cumsum(wide(deltas)) + self.offset
            inside = wanted[numbers]
            if not inside.any():
                continue
            counts = counts_of(weights, len(numbers))
            every = absolute(held.gaps(), counts) if isinstance(held, Held) else joined(held)
            docs.append(np.repeat(numbers[inside], counts[inside]))
            places.append(every[np.repeat(inside, counts)])
        return np.concatenate(docs), np.concatenate(places)


def counts_of(weights: Any, count: int) -> Numbers:
    """Give how often each document of a block holds the word."""
    if weights is None or isinstance(weights, float):
        return np.full(count, int(weights or 1), dtype=np.int64)
    return wide(weights)


def _weights(weights: Any, count: int) -> Weights:
    if weights is None or isinstance(weights, float):
        return np.full(count, weights or 1.0, dtype=np.float32)
    return wide(weights).astype(np.float32)
