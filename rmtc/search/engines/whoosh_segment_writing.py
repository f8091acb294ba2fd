"""Writes one segment of a Whoosh index: documents are collected word by word, segments merged as streams of words."""
# ruff: noqa: SLF001 - Whoosh has no public way to write a whole posting list

from array import array
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec
from whoosh.reading import SegmentReader
from whoosh.util.numeric import length_to_byte
from whoosh.writing import SegmentWriter

from rmtc.search.engines.whoosh_blocks import Postings, alone_in, words_in
from rmtc.search.engines.whoosh_card_files import ENDING, CardWriter
from rmtc.search.engines.whoosh_collecting import Collected
from rmtc.search.engines.whoosh_contents import Opened, pack_table
from rmtc.search.engines.whoosh_places import PLACE, Held, counts_of
from rmtc.search.engines.whoosh_postings import Terms, Word
from rmtc.search.engines.whoosh_schema import card
from rmtc.search.engines.whoosh_segments import LENGTHS, TEXT_FIELDS, cards_of, coded_lengths
from rmtc.search.index import Document

_FIELDS: Final = ("exact", "id", "stem", "title")


class _Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec without its files of what is kept by document: ours are written from arrays."""

    def per_document_writer(self, _storage: Any, _segment: Any) -> Any:
        """Give a writer that has nothing to do."""
        return _Nothing()


class _Nothing:
    is_closed = True


class LeanWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer of a segment without the pool in which it sorts single postings; the same files come out."""

    def __init__(self, folder: Path) -> None:
        super().__init__(Opened(folder), compound=False, codec=_Codec(), _lk=False)  # the caller holds a lock
        self.sums: dict[str, int] = {}
        """The sums of files by their names, as far as they are known."""
        self._words = Collected()
        self._cards = CardWriter()
        self._lengths = {field: bytearray() for field in TEXT_FIELDS}
        self._totals = dict.fromkeys(TEXT_FIELDS, 0)
        self._merged: list[tuple[SegmentReader, NDArray[np.int64]]] = []

    @property
    def collected(self) -> int:
        """Count the words of the documents added."""
        return self._words.size

    def add(self, document: Document) -> None:
        """Add a document; all of them are added before any segment is taken over."""
        length, title_length = self._words.add(document)
        self._cards.add(card(document))
        for field, many in zip(TEXT_FIELDS, (length, length, title_length), strict=True):
            self._lengths[field].append(length_to_byte(many) if many else 0)
            self._totals[field] += many
        self._added = True
        self.docnum += 1

    def add_reader(self, reader: SegmentReader) -> None:
        """Take over a segment; its reader must stay open until the commit."""
        numbers = np.full(reader.doc_count_all(), -1, dtype=np.int64)
        alive = np.ones(len(numbers), dtype=np.bool_)
        alive[list(reader._perdoc.deleted_docs() or ())] = False
        many = int(alive.sum())
        numbers[alive] = np.arange(self.docnum, self.docnum + many)
        for field in TEXT_FIELDS:
            codes = coded_lengths(reader, field)[alive]
            self._lengths[field] += codes.tobytes()
            self._totals[field] += (
                int(LENGTHS[codes].sum(dtype=np.float64)) if reader.has_deletions() else reader.field_length(field)
            )
        self._cards.take(cards_of(reader), alive)
        self.docnum += many
        self._merged.append((reader, numbers))
        self._added = True

    def numbers(self) -> list[NDArray[np.int64]]:
        """Give the new numbers of the documents of each segment taken over; -1 stands for one that is gone."""
        return [numbers for _, numbers in self._merged]

    def _flush_segment(self) -> None:
        self._write_by_document()
        terms = Terms(self.fieldwriter)
        for field in _FIELDS:
            streams = [self._words.words(field), *(_words_of(field, *each) for each in self._merged)]
            words = next(iter(streams)) if len(streams) == 1 else _joined(streams)
            codes = self._lengths.get(field)
            terms.write(field, words, None if codes is None else np.frombuffer(codes, np.uint8))
        terms.close()
        self.fieldwriter.close()
        pack_table(Path(self.storage.folder), self.newsegment)

    def _write_by_document(self) -> None:
        segment = self.newsegment
        for field, codes in self._lengths.items():
            self._write(W3Codec.column_filename(segment, f"_{field}_len"), codes)
        segment._fieldlengths = self._totals
        self._write(f"{segment.segment_id()}.{ENDING}", self._cards.packed())

    def _write(self, name: str, data: bytes | bytearray) -> None:
        Path(self.storage.folder, name).write_bytes(data)
        self.sums[name] = crc32(data)


def _words_of(field: str, reader: SegmentReader, numbers: NDArray[np.int64]) -> Iterator[Word]:
    """Read the words of a segment in order, with the new numbers of the documents that are still there."""
    postings, plain = Postings(reader), numbers.tolist()
    for text, said in words_in(reader, field):
        word = Word(text, array("I"), array("I"), array("I") if field == "exact" else None)
        if alone := alone_in(said):
            _take_one(word, plain[alone[0]], *alone[1:])
        else:
            for docs, weights, held in postings.at(said):
                _take(word, numbers[docs], counts_of(weights, len(docs)), held)
        if word.docs:
            yield word


def _take_one(word: Word, doc: int, count: int, places: bytes | None) -> None:
    """Take over the only posting of a word."""
    if doc < 0:
        return
    word.docs.append(doc)
    word.counts.append(count)
    if word.places is not None and places is not None:
        word.places.frombytes(places)


def _take(word: Word, docs: Any, counts: Any, held: Any) -> None:
    """Take over a block of postings."""
    places = None if word.places is None else held.places() if isinstance(held, Held) else np.frombuffer(held[0], PLACE)
    living = docs >= 0
    if not living.all():
        places = None if places is None else places[np.repeat(living, counts)]
        docs, counts = docs[living], counts[living]
    word.docs.frombytes(docs.astype(np.uint32).tobytes())
    word.counts.frombytes(counts.astype(np.uint32).tobytes())
    if word.places is not None and places is not None:
        word.places.frombytes(places.astype(np.uint32).tobytes())


def _joined(streams: Iterable[Iterator[Word]]) -> Iterator[Word]:
    """Put the same word of several segments together, in the order of the segments."""
    for text, same in groupby(merge(*streams, key=attrgetter("text")), key=attrgetter("text")):
        first, *others = same
        docs, counts, places = first.docs[:], first.counts[:], None if first.places is None else first.places[:]
        for word in others:
            docs += word.docs
            counts += word.counts
            if places is not None and word.places is not None:
                places += word.places
        yield Word(text, docs, counts, places) if others else first
