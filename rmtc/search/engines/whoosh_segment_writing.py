"""Writes one segment of a Whoosh index: documents are collected word by word, segments merged as streams of words."""
# ruff: noqa: SLF001 - Whoosh has no public way to write a whole posting list

from array import array
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import SegmentReader
from whoosh.util.numeric import length_to_byte
from whoosh.writing import SegmentWriter

from rmtc.search.engines.whoosh_blocks import blocks_at, words_in
from rmtc.search.engines.whoosh_places import PLACE, packed
from rmtc.search.engines.whoosh_postings import Terms, Word
from rmtc.search.engines.whoosh_schema import Entry
from rmtc.search.engines.whoosh_segments import TEXT_FIELDS, coded_lengths

_FIELDS: Final = ("exact", "id", "stem", "title")
_Lists = tuple[list[int], list[Any]]
"""The documents of a word, and for each its places (packed) or how often it holds the word."""


class LeanWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer of a segment without the pool in which it sorts single postings; the same files come out."""

    def __init__(self, index: Any) -> None:
        super().__init__(index, compound=False)
        self.postings = 0
        self._words: dict[str, dict[str, _Lists]] = {field: {} for field in ("exact", "stem", "title")}
        self._ids: list[tuple[str, int]] = []
        self._lengths: dict[str, list[NDArray[np.uint8]]] = {field: [] for field in TEXT_FIELDS}
        self._own: dict[str, list[int]] = {field: [] for field in TEXT_FIELDS}
        self._merged: list[tuple[SegmentReader, list[int]]] = []

    def add_entry(self, entry: Entry) -> None:
        """Add a document."""
        doc = self.docnum
        self._keep(entry)
        self._ids.append((entry.id, doc))
        for word, places in entry.words.exact.items():
            _add(self._words["exact"], word, doc, packed(places))
        for field, counted in (("stem", entry.words.stem), ("title", entry.words.title)):
            words = self._words[field]
            for word, many in counted.items():
                _add(words, word, doc, many)
        self.postings += len(entry.words.exact) + len(entry.words.stem) + len(entry.words.title)
        self._added = True
        self.docnum += 1

    def _keep(self, entry: Entry) -> None:
        """Write what is kept by document: its number here, the lengths of its fields, its card."""
        kept, schema = self.perdocwriter, self.schema
        kept.start_doc(self.docnum)
        kept.add_field("id", schema["id"], entry.id, 0)
        for field in TEXT_FIELDS:
            length = entry.words.lengths[field]
            kept.add_field(field, schema[field], None, length)
            self._own[field].append(length_to_byte(length) if length else 0)
        kept.add_column_value("card", schema["card"].column_type, entry.card)
        kept.finish_doc()

    def add_reader(self, reader: SegmentReader) -> None:
        """Take over a segment; its reader must stay open until the commit."""
        numbers = np.full(reader.doc_count_all(), -1, dtype=np.int64)
        alive = np.ones(len(numbers), dtype=np.bool_)
        alive[list(reader._perdoc.deleted_docs() or ())] = False
        numbers[alive] = np.arange(self.docnum, self.docnum + int(alive.sum()))
        for field in TEXT_FIELDS:
            self._lengths[field].append(coded_lengths(reader, field)[alive])
        self.write_per_doc(self.schema.names(), reader)
        self._merged.append((reader, numbers.tolist()))
        self._added = True

    def close_merged(self) -> None:
        """Close the readers of the segments taken over, after the commit."""
        for reader, _ in self._merged:
            reader.close()

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        terms = Terms(self.fieldwriter)
        for field in _FIELDS:
            streams = [self._own_words(field), *(_words_of(field, *each) for each in self._merged)]
            words = next(iter(streams)) if len(streams) == 1 else _joined(streams)
            terms.write(field, words, self._all_lengths(field), one_size=field != "exact")
        self.fieldwriter.close()

    def _own_words(self, field: str) -> Iterator[Word]:
        if field == "id":
            for text, doc in sorted(self._ids):
                yield Word(text.encode(), [doc], [1.0], None)
            return
        words = self._words[field]
        for text in sorted(words):
            docs, held = words[text]
            if field == "exact":
                yield Word(text.encode(), docs, [len(value) // PLACE.itemsize for value in held], held)
            else:
                yield Word(text.encode(), docs, held, [many.to_bytes(4, "big") for many in held])

    def _all_lengths(self, field: str) -> list[int] | None:
        if field not in self._own:
            return None
        taken_over: list[int] = np.concatenate([np.zeros(0, np.uint8), *self._lengths[field]]).tolist()
        return self._own[field] + taken_over


def _add(words: dict[str, _Lists], word: str, doc: int, held: Any) -> None:
    lists = words.get(word)
    if lists is None:
        words[word] = ([doc], [held])
    else:
        lists[0].append(doc)
        lists[1].append(held)


def _words_of(field: str, reader: SegmentReader, numbers: list[int]) -> Iterator[Word]:
    """Read the words of a segment in order, with the new numbers of the documents that are still there."""
    for text, said in words_in(reader, field):
        docs: list[int] = []
        weights: list[float] = []
        values: list[bytes] | None = None if field == "id" else []
        for deltas, counts, held in blocks_at(reader, said):
            doc = 0
            for delta in deltas:
                doc += delta
                docs.append(numbers[doc])
            weights += counts if isinstance(counts, tuple | array) else [counts or 1.0] * len(deltas)
            if values is not None:
                values += [held[to - 4 : to] for to in range(4, len(held) + 1, 4)] if isinstance(held, bytes) else held
        yield from _living(text, docs, weights, values)


def _living(text: bytes, docs: list[int], weights: list[float], values: list[bytes] | None) -> Iterator[Word]:
    if min(docs) >= 0:
        yield Word(text, docs, weights, values)
    elif kept := [at for at, doc in enumerate(docs) if doc >= 0]:
        yield Word(
            text, [docs[at] for at in kept], [weights[at] for at in kept], values and [values[at] for at in kept]
        )


def _joined(streams: Iterable[Iterator[Word]]) -> Iterator[Word]:
    """Put the same word of several segments together, in the order of the segments."""
    for text, same in groupby(merge(*streams, key=attrgetter("text")), key=attrgetter("text")):
        docs: list[int] = []
        weights: list[float] = []
        values: list[bytes] = []
        for word in same:
            docs += word.docs
            weights += word.weights
            values += word.values or ()
        yield Word(text, docs, weights, values or None)
