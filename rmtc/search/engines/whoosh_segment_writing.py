"""Writes one segment of a Whoosh index: documents are collected word by word, segments merged as streams of words."""
# ruff: noqa: SLF001 - Whoosh has no public way to write a whole posting list

from array import array
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import accumulate, groupby
from operator import attrgetter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import SegmentReader
from whoosh.util.numeric import length_to_byte
from whoosh.writing import SegmentWriter

from rmtc.search.engines.whoosh_blocks import Postings, words_in
from rmtc.search.engines.whoosh_places import steps, wide
from rmtc.search.engines.whoosh_postings import SMALL, Terms, Word
from rmtc.search.engines.whoosh_schema import Entry
from rmtc.search.engines.whoosh_segments import TEXT_FIELDS, coded_lengths, counts_of

_FIELDS: Final = ("exact", "id", "stem", "title")
_Lists = tuple["array[int]", "array[int]", "array[int]"]
"""The documents of a word, how often each holds it, and the steps between its places (see `whoosh_places.steps`)."""


class LeanWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer of a segment without the pool in which it sorts single postings; the same files come out."""

    def __init__(self, index: Any) -> None:
        super().__init__(index, compound=False)
        self.postings = 0
        self._words: dict[str, dict[str, _Lists]] = {field: {} for field in ("exact", "stem", "title")}
        self._ids: list[tuple[str, int]] = []
        self._lengths: dict[str, list[NDArray[np.uint8]]] = {field: [] for field in TEXT_FIELDS}
        self._own: dict[str, list[int]] = {field: [] for field in TEXT_FIELDS}
        self._merged: list[tuple[SegmentReader, NDArray[np.int64]]] = []

    def add_entry(self, entry: Entry) -> None:
        """Add a document."""
        doc = self.docnum
        self._keep(entry)
        self._ids.append((entry.id, doc))
        for word, places in entry.words.exact.items():
            _add(self._words["exact"], word, doc, len(places)).extend(steps(places))
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
        self._merged.append((reader, numbers))
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
            terms.write(field, words, self._all_lengths(field))
        self.fieldwriter.close()

    def _own_words(self, field: str) -> Iterator[Word]:
        if field == "id":
            for text, doc in sorted(self._ids):
                yield Word(text.encode(), array("I", (doc,)), array("I", (1,)), None)
            return
        words = self._words[field]
        for text in sorted(words):
            docs, counts, gaps = words[text]
            yield Word(text.encode(), docs, counts, gaps if field == "exact" else None)

    def _all_lengths(self, field: str) -> NDArray[np.uint8] | None:
        if field not in self._own:
            return None
        return np.concatenate([np.array(self._own[field], np.uint8), *self._lengths[field]])


def _add(words: dict[str, _Lists], word: str, doc: int, many: int) -> "array[int]":
    """Add a posting and give the array to which the steps between its places go."""
    lists = words.get(word)
    if lists is None:
        lists = words[word] = (array("I"), array("I"), array("I"))
    lists[0].append(doc)
    lists[1].append(many)
    return lists[2]


def _words_of(field: str, reader: SegmentReader, numbers: NDArray[np.int64]) -> Iterator[Word]:
    """Read the words of a segment in order, with the new numbers of the documents that are still there."""
    plain: list[int] = numbers.tolist()
    postings = Postings(reader)
    for text, said in words_in(reader, field):
        word = Word(text, array("I"), array("I"), array("I") if field == "exact" else None)
        for deltas, weights, held in postings.at(said):
            (_take_few if len(deltas) < SMALL else _take_many)(word, deltas, weights, held, plain, numbers)
        if word.docs:
            yield word


def _take_few(word: Word, deltas: Any, weights: Any, held: Any, plain: list[int], _numbers: Any) -> None:
    """Take over a short block, posting by posting."""
    for at, doc in enumerate(accumulate(deltas)):
        if plain[doc] < 0:
            continue
        word.docs.append(plain[doc])
        word.counts.append(int(weights[at]) if isinstance(weights, tuple) else int(weights or 1))
        if word.gaps is not None:
            word.gaps.extend(steps(array("I", held[at])))


def _take_many(word: Word, deltas: Any, weights: Any, held: Any, _plain: Any, numbers: NDArray[np.int64]) -> None:
    """Take over a long block at once."""
    docs = numbers[np.cumsum(wide(deltas))]
    counts = counts_of(weights, len(docs))
    living = docs >= 0
    word.docs.frombytes(docs[living].astype(np.uint32).tobytes())
    word.counts.frombytes(counts[living].astype(np.uint32).tobytes())
    if word.gaps is not None:
        word.gaps.frombytes(held.gaps()[np.repeat(living, counts)].astype(np.uint32).tobytes())


def _joined(streams: Iterable[Iterator[Word]]) -> Iterator[Word]:
    """Put the same word of several segments together, in the order of the segments."""
    for text, same in groupby(merge(*streams, key=attrgetter("text")), key=attrgetter("text")):
        first, *others = same
        docs, counts, gaps = first.docs[:], first.counts[:], None if first.gaps is None else first.gaps[:]
        for word in others:
            docs += word.docs
            counts += word.counts
            if gaps is not None and word.gaps is not None:
                gaps += word.gaps
        yield Word(text, docs, counts, gaps) if others else first
