"""One immutable segment of a Whoosh index: its cards, lengths and words, and its postings as arrays.

Arrays read blocks of postings many times quicker than Whoosh's matchers step over them.
"""
# ruff: noqa: SLF001 - Whoosh has no public way to read a block of postings

import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec
from whoosh.reading import SegmentReader
from whoosh.util.numeric import _length_byte_cache

from rmtc.search.engines.whoosh_blocks import blocks_of, documents_of, words_in
from rmtc.search.engines.whoosh_card_files import ENDING, Cards
from rmtc.search.engines.whoosh_cards import Flags, Numbers
from rmtc.search.engines.whoosh_following import Standing
from rmtc.search.engines.whoosh_places import PLACE, Held, counts_of, wide

Weights = NDArray[np.float32]
Codes = NDArray[np.uint8]
TEXT_FIELDS: Final = ("exact", "stem", "title")
LENGTHS: Final = np.array(_length_byte_cache, dtype=np.float32)
"""What a byte says of the length of a field."""
_NONE: Final = np.zeros(0, dtype=np.int64)
_NO_PLACES: Final = np.zeros(0, dtype=np.uint16)
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
            self.cards = cards_of(reader)
            self.lengths = {name: coded_lengths(reader, name) for name in TEXT_FIELDS}
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

    def lexicon(self) -> Lexicon:
        """Give the words, read once when somebody first needs them."""
        with self.files:
            if self._lexicon is None:
                self._lexicon = Lexicon(self.reader)
            return self._lexicon


def numbers_of(reader: SegmentReader, given: str) -> list[int]:
    """Give the numbers of the documents with an id: one or none, if the caller kept to one."""
    return [int(doc) for docs, _, _ in blocks_of(reader, "id", given.encode()) for doc in docs]


def cards_of(reader: SegmentReader) -> Cards:
    """Read the cards of a segment."""
    cards = Cards(file_of(reader, reader.segment().segment_id() + "." + ENDING))
    if cards.size != reader.doc_count_all():
        raise EOFError("A segment has lost cards.")
    return cards


def coded_lengths(reader: SegmentReader, field: str) -> Codes:
    """Give the length of a field in every document, as roughly as Whoosh keeps it in one byte; 0 stands for none."""
    lengths = np.fromfile(file_of(reader, W3Codec.column_filename(reader.segment(), f"_{field}_len")), np.uint8)
    if len(lengths) != reader.doc_count_all():
        raise EOFError("A segment has lost lengths.")
    return lengths


def file_of(reader: SegmentReader, name: str) -> Path:
    """Give the path of a segment's file."""
    return Path(reader.storage().folder, name)


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
        return str(self.constant.cards.written[number])

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
        docs = [docs for docs, _, _ in blocks]
        weights = [_weights(weights, len(docs)) for docs, weights, _ in blocks]
        if len(blocks) == 1:
            return docs[0] + self.offset, weights[0]
        return np.concatenate(docs) + self.offset, np.concatenate(weights)

    def standing(self, word: str, wanted: Flags) -> Standing:
        """Tell where a word stands in the documents flagged by the segment's own numbers."""
        found = [Standing(_NONE, _NONE, _NO_PLACES)]
        for docs, weights, held in blocks_of(self.constant.reader, "exact", word.encode()):
            inside = wanted[docs]
            if not inside.any():
                continue
            counts = counts_of(weights, len(docs))
            places = held.places() if isinstance(held, Held) else np.frombuffer(held[0], PLACE)
            if not inside.all():
                docs, places, counts = docs[inside], places[np.repeat(inside, counts)], counts[inside]  # noqa: PLW2901
            found.append(Standing(docs, counts, places))
        return Standing(*map(np.concatenate, zip(*found, strict=True)))


def _weights(weights: Any, count: int) -> Weights:
    if weights is None or isinstance(weights, float):
        return np.full(count, weights or 1.0, dtype=np.float32)
    return wide(weights).astype(np.float32)
