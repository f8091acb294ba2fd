"""Posting lists in the file format of Whoosh 2.7.4 (codec "W3"), whole lists at a time.

Whoosh itself adds one posting after the other through several layers; this writes the same blocks from lists, many
times quicker. Blocks are longer than Whoosh's, with documents and weights in few bytes and without compression, places
compressed apart from them (`whoosh_places.Held`): Whoosh reads all of it.
"""
# ruff: noqa: SLF001 - Whoosh has no public way to write a whole posting list

import itertools
from array import array
from collections.abc import Iterable
from operator import sub
from pickle import dumps
from struct import Struct
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3FieldWriter, W3TermInfo
from whoosh.system import pack_int, pack_long, pack_ushort

from rmtc.search.engines.whoosh_places import Held, narrow, packed

BLOCK: Final = 2_048
SMALL: Final = 16
"""Shorter lists are kept as tuples, which take less room."""
_PROTOCOL: Final = 3
_MOST_WAITING: Final = 20_000
_SIZES: Final = Struct("!ii")
_INFO: Final = W3TermInfo._struct

Codes = NDArray[np.uint8]
"""The lengths of a field by document, each in a byte as Whoosh rounds them."""
Counts = Any
"""How often each document of a list holds the word: an array, or None where all do once."""


class Word(NamedTuple):
    """A word's bytes with its documents in order, how often each holds it, and the steps between its places."""

    text: bytes
    docs: "array[int]"
    counts: "array[int]"
    gaps: "array[int] | None"


class Terms:
    """Writes the words of one segment: fields in the order of their names, words in the order of their bytes."""

    def __init__(self, writer: W3FieldWriter) -> None:
        self._index = writer._tindex
        self._fields = writer._fieldmap
        self._file = writer._postfile
        self._at: int = self._file.tell()
        self._put: list[bytes] = []
        self._listed_at: int = self._index.dbfile.tell()
        self._listed: list[bytes] = []

    def write(self, field: str, words: Iterable[Word], lengths: Codes | None) -> None:
        """Write a field."""
        prefix = pack_ushort(self._fields.setdefault(field, len(self._fields)))
        plain = None if lengths is None else lengths.tobytes()
        for word in words:
            docs = word.docs
            span = (0, 0) if plain is None or lengths is None else _span(docs, plain, lengths)
            start, place = self._at, 0
            self._put.append(WHOOSH3_HEADER_MAGIC)
            self._at += len(WHOOSH3_HEADER_MAGIC)
            for at in range(0, len(docs), BLOCK):
                counts = word.counts[at : at + BLOCK]
                gaps = None if word.gaps is None else word.gaps[place : place + sum(counts)]
                place += len(gaps or ())
                self._block(docs[at : at + BLOCK], counts, gaps, span, len(docs) <= at + BLOCK)
            counts = word.counts
            info = _INFO.pack(0, sum(counts), len(docs), *span, max(counts), docs[0], docs[-1])
            self._list(prefix + word.text, info + pack_long(start) + pack_int(self._at - start))
            if len(self._put) > _MOST_WAITING:
                self._flush()
        self._flush()

    def _block(
        self, docs: "array[int]", counts: "array[int]", gaps: "array[int] | None", span: tuple[int, int], is_last: bool
    ) -> None:
        weights = _plain(counts)
        held: Any = None
        if gaps is not None:
            held = _each(gaps, counts) if len(docs) < SMALL else Held.of(narrow_counts(counts), gaps)
        data = dumps((_differences(docs), weights, held), _PROTOCOL)
        info = dumps((len(docs), docs[-1], max(counts), 0, *span), 2)
        length = len(info) + len(data)
        self._put.append(pack_int(-length if is_last else length) + info + data)
        self._at += 4 + length

    def _list(self, key: bytes, said: bytes) -> None:
        """Enter a word into the table of words, which Whoosh does with a call for every piece of it."""
        table = self._index
        entry = _SIZES.pack(len(key), len(said)) + key + said
        table.index.append(self._listed_at)
        hashed = table.hashfn(key)
        table.buckets[hashed & 0xFF].append((hashed, self._listed_at))
        self._listed.append(entry)
        self._listed_at += len(entry)

    def _flush(self) -> None:
        self._file.write(b"".join(self._put))
        self._index.dbfile.write(b"".join(self._listed))
        self._put.clear()
        self._listed.clear()


def narrow_counts(counts: "array[int]") -> Counts:
    """Give counts in little room; None where all are 1."""
    return None if max(counts) == 1 else narrow(counts)


def _each(gaps: "array[int]", counts: "array[int]") -> tuple[bytes, ...]:
    """Pack the places of each posting."""
    if len(gaps) == len(counts):
        return tuple(gap.to_bytes(4, "little") for gap in gaps)
    ends = list(itertools.accumulate(counts))
    return tuple(
        packed(list(itertools.accumulate(gaps[end - count : end]))) for end, count in zip(ends, counts, strict=True)
    )


def _span(docs: "array[int]", plain: bytes, lengths: Codes) -> tuple[int, int]:
    if len(docs) < SMALL:
        codes = [plain[doc] for doc in docs]
        return min(codes), max(codes)
    some = lengths[np.frombuffer(docs, np.uint32)]
    return int(some.min()), int(some.max())


def _differences(docs: "array[int]") -> Any:
    if len(docs) < SMALL:
        return (docs[0], *map(sub, docs[1:], docs))
    numbers = np.frombuffer(docs, np.uint32)
    found = array("I", np.diff(numbers, prepend=np.uint32(0)).tobytes())
    return narrow(found)


def _plain(counts: "array[int]") -> Any:
    """Give the weights of a block as Whoosh reads them: nothing where all are 1, one where all are the same."""
    first = counts[0]
    if counts.count(first) == len(counts):
        return None if first == 1 else float(first)
    return narrow(counts) if len(counts) >= SMALL else tuple(counts)
