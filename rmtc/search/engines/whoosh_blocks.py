"""Reading words and posting lists of one Whoosh segment straight from its files (codec "W3" of Whoosh 2.7.4)."""
# ruff: noqa: SLF001 - Whoosh has no public way to read a block of postings

from collections.abc import Iterator
from io import BytesIO
from os import fstat, pread
from pickle import load, loads
from struct import Struct
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3TermInfo
from whoosh.reading import SegmentReader
from whoosh.system import pack_ushort

from rmtc.search.engines.whoosh_places import wide

Block = tuple[NDArray[np.int64], Any, Any]
"""Document numbers; weights and positions as they were written, see `whoosh_postings`."""

_INFO: Final = W3TermInfo._struct
_PLACE: Final = Struct("!qi")
_SIZES: Final = Struct("!ii")
_LENGTH: Final = Struct("!i")
_POINTER: Final = Struct("!Iq")
_ITEM: Final = 1_000
"""Most keys with what is said of them are shorter."""
_AT_ONCE: Final = 16
_MAGIC_SIZE: Final = 4
_FEW_BYTES: Final = 32_000_000
_FREQUENCY: Final = 2


def words_in(reader: SegmentReader, field: str) -> Iterator[tuple[bytes, bytes]]:
    """Give the words of a field in order, each with what the table says of it."""
    prefix = _prefix(reader, field)
    table = reader._terms._tindex
    start = table.closest_key_pos(prefix) if prefix else None
    if prefix is None or start is None:
        return
    data, at = table.dbfile.get(start, table.endofdata - start), 0
    while at < len(data):
        key_size, size = _SIZES.unpack_from(data, at)
        key = at + _SIZES.size
        at = key + key_size + size
        if data[key : key + len(prefix)] != prefix:
            return
        yield data[key + len(prefix) : key + key_size], data[at - size : at]


def documents_of(said: bytes) -> int:
    """Count the documents of a word from what the table says of it."""
    return int(_INFO.unpack_from(said)[_FREQUENCY])


def blocks_of(reader: SegmentReader, field: str, word: bytes) -> Iterator[Block]:
    """Give the posting list of a word, block by block; nothing where there is no such word."""
    prefix = _prefix(reader, field)
    said = None if prefix is None else _said_of(reader, prefix + word)
    if said is not None:
        yield from blocks_at(reader, said)


def _said_of(reader: SegmentReader, key: bytes) -> bytes | None:
    """Look a key up in the table of words, as Whoosh does, but with few short reads that need no lock."""
    table = reader._terms._tindex
    hashed = table.hashfn(key)
    start, slots = table.tables[hashed & 0xFF]
    if not slots:
        return None
    slot, left = (hashed >> 8) % slots, slots
    while left:
        many = min(_AT_ONCE, slots - slot, left)
        pointers = _bytes(table.dbfile, many * _POINTER.size, start + slot * _POINTER.size)
        for known, item in _POINTER.iter_unpack(pointers):
            if not item:
                return None
            if known == hashed and (said := _item(table.dbfile, item, key)) is not None:
                return said
        slot, left = (slot + many) % slots, left - many
    return None


def _bytes(table: Any, size: int, at: int) -> bytes:
    """Read a piece of a table of words, which may lie in memory."""
    data: bytes = pread(table.fileno(), size, at) if table.is_real else table.get(at, size)
    return data


def _item(table: Any, at: int, key: bytes) -> bytes | None:
    """Give what the table says of a key, if it is the one that lies there."""
    data = _bytes(table, _ITEM, at)
    key_size, size = _SIZES.unpack_from(data)
    end = _SIZES.size + key_size
    if len(data) < end + size:
        data = _bytes(table, end + size, at)
    return data[end : end + size] if data[_SIZES.size : end] == key else None


class Postings:
    """The posting lists of a segment, read as a whole where they are few: for reading all of them in order."""

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader
        size = fstat(reader._terms._postfile.fileno()).st_size
        self._data = pread(reader._terms._postfile.fileno(), size, 0) if size <= _FEW_BYTES else b""

    def at(self, said: bytes) -> Iterator[Block]:
        """Give the posting list that the table's words about a word point to."""
        if said[0] or not self._data:
            return blocks_at(self._reader, said)
        place, size = _PLACE.unpack_from(said, _INFO.size)
        return _blocks_in(self._data[place : place + size], size)


def alone_in(said: bytes) -> tuple[int, int, bytes | None] | None:
    """Give document, number and packed places of the only posting of a word; None where there are more."""
    info = _INFO.unpack_from(said)
    if not info[0] or info[_FREQUENCY] != 1:
        return None
    (doc,), weights, held = loads(said[_INFO.size :])  # noqa: S301 - our own files, see ADR 9
    return doc, weights[0] if weights else 1, held[0] if held else None


def blocks_at(reader: SegmentReader, said: bytes) -> Iterator[Block]:
    """Give the posting list that the table's words about a word hold or point to."""
    if said[0]:
        docs, weights, held = loads(said[_INFO.size :])  # noqa: S301 - our own files, see ADR 9
        return iter([(np.array(docs, np.int64), weights, held)])
    place, size = _PLACE.unpack_from(said, _INFO.size)
    return _blocks_in(pread(reader._terms._postfile.fileno(), size, place), size)


def _blocks_in(data: bytes, size: int) -> Iterator[Block]:
    at = _MAGIC_SIZE
    if len(data) < size or data[:at] != WHOOSH3_HEADER_MAGIC:
        raise EOFError("A posting list is not where it should be.")
    file = BytesIO(data)
    while at < size:
        (length,) = _LENGTH.unpack_from(data, at)
        file.seek(at + _LENGTH.size)
        load(file)  # noqa: S301 - the same
        deltas, weights, held = load(file)  # noqa: S301 - the same
        yield np.cumsum(wide(deltas)), weights, held
        at += _LENGTH.size + abs(length)


def _prefix(reader: SegmentReader, field: str) -> bytes | None:
    number = reader._terms._fieldmap.get(field)
    return None if number is None else pack_ushort(number)
