"""Posting lists in the file format of Whoosh 2.7.4 (codec "W3"), whole lists at a time.

Whoosh itself adds one posting after the other through several layers; this writes the same blocks from lists, many
times quicker. Blocks are longer than Whoosh's, with numbers in few bytes and without compression; short lists lie in
the table of words. Whoosh reads all of it.
"""
# ruff: noqa: SLF001 - Whoosh has no public way to write a whole posting list

from array import array
from collections.abc import Iterable, Sequence
from hashlib import md5
from io import BytesIO
from itertools import chain
from pickle import NONE, SHORT_BINBYTES, STOP, TUPLE1, TUPLE3, Pickler, dumps
from struct import Struct
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3FieldWriter, W3TermInfo
from whoosh.system import pack_int, pack_long, pack_ushort

from rmtc.search.engines.whoosh_places import Held, narrow, packed

BLOCK: Final = 2_048
FEW: Final = 16
"""Lists of fewer documents lie in the table of words, if they hold no more than so many places."""
FEW_PLACES: Final = 100
MOST_ALONE: Final = 60
_PROTOCOL: Final = 3
_MOST_WAITING: Final = 20_000
_SIZES: Final = Struct("!ii")
_POINTER: Final = np.dtype([("hash", ">u4"), ("place", ">i8")])
_NO_SLOT: Final = (0, 0)
_SPARE: Final = 8
"""Of so many places in the table of words one is left free: half of them, as Whoosh does, cost more than they help."""
_INFO: Final = W3TermInfo._struct
_NOTHING_HELD: Final = NONE + TUPLE3 + STOP
_BYTES: Final = SHORT_BINBYTES
_HELD: Final = TUPLE1 + TUPLE3 + STOP

Codes = NDArray[np.uint8]
"""The lengths of a field by document, each in a byte as Whoosh rounds them."""


class Word(NamedTuple):
    """A word's bytes with its documents in order, how often each holds it, and its places in one after the other."""

    text: bytes
    docs: "array[int]"
    counts: "array[int]"
    places: "array[int] | None"


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
        self._brief = Brief()

    def write(self, field: str, words: Iterable[Word], lengths: Codes | None) -> None:
        """Write a field."""
        prefix = pack_ushort(self._fields.setdefault(field, len(self._fields)))
        plain = None if lengths is None else lengths.tobytes()
        alone = Alone(self._brief, plain)
        for word in words:
            docs, counts = word.docs, word.counts
            if len(docs) == 1 and counts[0] <= MOST_ALONE:
                self._list(prefix + word.text, alone.said_of(word))
                continue
            span = (0, 0) if plain is None or lengths is None else _span(docs, plain, lengths)
            total = sum(counts)
            few = len(docs) < FEW and total <= FEW_PLACES
            info = _INFO.pack(few, total, len(docs), *span, max(counts), docs[0], docs[-1])
            self._list(prefix + word.text, info + (self._brief.pack(word) if few else self._blocks(word, span)))
            if len(self._listed) > _MOST_WAITING:
                self._flush()

    def _blocks(self, word: Word, span: tuple[int, int]) -> bytes:
        """Write a list in blocks and tell where it lies."""
        start, place, count = self._at, 0, len(word.docs)
        self._put.append(WHOOSH3_HEADER_MAGIC)
        self._at += len(WHOOSH3_HEADER_MAGIC)
        for at in range(0, count, BLOCK):
            docs, counts = word.docs[at : at + BLOCK], word.counts[at : at + BLOCK]
            weights, held = _plain(counts), None
            if word.places is not None:
                end = place + sum(counts)
                held, place = Held.of(weights, word.places[place:end]), end
            data = dumps((_differences(docs), weights, held), _PROTOCOL)
            info = dumps((len(docs), docs[-1], max(counts), 0, *span), 2)
            length = len(info) + len(data)
            self._put.append(pack_int(-length if count <= at + BLOCK else length) + info + data)
            self._at += 4 + length
        return bytes(pack_long(start) + pack_int(self._at - start))

    def _list(self, key: bytes, said: bytes) -> None:
        """Enter a word into the table of words, which Whoosh does with a call for every piece of it."""
        table = self._index
        entry = _SIZES.pack(len(key), len(said)) + key + said
        table.index.append(self._listed_at)
        hashed = int.from_bytes(md5(key, usedforsecurity=False).digest()[-4:], "big")  # as Whoosh's own, but quicker
        table.buckets[hashed & 0xFF].append((hashed, self._listed_at))
        self._listed.append(entry)
        self._listed_at += len(entry)

    def close(self) -> None:
        """Write where words lie by their hashes, which Whoosh does with a call for every place."""
        table, at = self._index, self._listed_at
        tables = [_slots_of(entries) for entries in table.buckets]
        for slots in tables:
            table.directory.append((at, len(slots)))
            at += len(slots) * _POINTER.itemsize
        self._listed.append(np.array(list(chain.from_iterable(tables)), _POINTER).tobytes())
        table.buckets = []
        self._flush()

    def _flush(self) -> None:
        self._file.write(b"".join(self._put))
        self._index.dbfile.write(b"".join(self._listed))
        self._put.clear()
        self._listed.clear()


def _slots_of(entries: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put words into a table by their hashes, each in the next free place."""
    size = len(entries) + len(entries) // _SPARE + 1 if entries else 0
    slots = [_NO_SLOT] * size
    for entry in entries:
        slot = (entry[0] >> 8) % size
        while slots[slot] is not _NO_SLOT:
            slot = (slot + 1) % size
        slots[slot] = entry
    return slots


class Brief:
    """Packs short lists: documents, weights and positions, without a memory of what was packed before."""

    def __init__(self) -> None:
        self._out = BytesIO()
        self._pickler = Pickler(self._out, _PROTOCOL)
        self._pickler.fast = True

    def pack(self, word: Word) -> bytes:
        """Pack a list."""
        weights, held = _plain(word.counts), None
        if isinstance(weights, float):
            weights = narrow(word.counts)
        if word.places is not None:
            held = (packed(word.places),) if len(word.docs) == 1 else Held.of(weights, word.places)
        self._out.seek(0)
        self._out.truncate()
        self._pickler.dump((tuple(word.docs), weights, held))
        return self._out.getvalue()


class Alone:
    """Packs the only posting of a word as `Brief` does; what is the same for many words is packed once."""

    def __init__(self, brief: Brief, lengths: bytes | None) -> None:
        self._brief, self._lengths = brief, lengths
        self._known: dict[tuple[int, int], bytes] = {}

    def said_of(self, word: Word) -> bytes:
        """Give what the table of words says of a word."""
        doc, count = key = word.docs[0], word.counts[0]
        said = self._known.get(key)
        if said is None:
            code = 0 if self._lengths is None else self._lengths[doc]
            info = _INFO.pack(1, count, 1, code, code, count, doc, doc)
            said = self._known[key] = info + self._brief.pack(word._replace(places=None))
            if len(self._known) > _MOST_WAITING:
                self._known = {}
        if word.places is None:
            return said
        data = word.places.tobytes()
        return said[: -len(_NOTHING_HELD)] + _BYTES + bytes((len(data),)) + data + _HELD


def _span(docs: "array[int]", plain: bytes, lengths: Codes) -> tuple[int, int]:
    if len(docs) < FEW:
        codes = [plain[doc] for doc in docs]
        return min(codes), max(codes)
    some = lengths[np.frombuffer(docs, np.uint32)]
    return int(some.min()), int(some.max())


def _differences(docs: "array[int]") -> Any:
    differences = np.array(docs, np.uint32)
    differences[1:] -= np.frombuffer(docs, np.uint32)[:-1]
    return narrow(array("I", differences.tobytes()))


def _plain(counts: "array[int]") -> Any:
    """Give the weights of a block as Whoosh reads them: nothing where all are 1, one where all are the same."""
    first = counts[0]
    if counts.count(first) == len(counts):
        return None if first == 1 else float(first)
    return narrow(counts)
