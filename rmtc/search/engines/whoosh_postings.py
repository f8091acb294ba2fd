"""Posting lists in the file format of Whoosh 2.7.4 (codec "W3"), whole lists at a time.

Whoosh itself adds one posting after the other through several layers; this writes the same blocks from lists, many
times quicker. Blocks are pickled with arrays and a newer protocol, small ones are not compressed: Whoosh reads both.
"""
# ruff: noqa: SLF001 - Whoosh has no public way to write a whole posting list

import itertools
import zlib
from array import array
from collections.abc import Iterable, Sequence
from pickle import dumps
from typing import Any, Final, NamedTuple

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3FieldWriter, W3TermInfo
from whoosh.system import pack_int, pack_long, pack_ushort

BLOCK: Final = 128
_SMALL: Final = 16
_COMPRESSED_FROM: Final = 160
_COMPRESSION: Final = 3
_PROTOCOL: Final = 4
_INFO: Final = W3TermInfo._struct

Codes = Sequence[int]
"""The lengths of a field by document, each in a byte as Whoosh rounds them."""


class Word(NamedTuple):
    """A word's bytes with its documents in order, how much it weighs in each, and a value of the field's format."""

    text: bytes
    docs: Sequence[int]
    weights: Sequence[float]
    values: Sequence[bytes] | None


class Terms:
    """Writes the words of one segment: fields in the order of their names, words in the order of their bytes."""

    def __init__(self, writer: W3FieldWriter) -> None:
        self._index = writer._tindex
        self._fields = writer._fieldmap
        self._file = writer._postfile
        self._at: int = self._file.tell()

    def write(self, field: str, words: Iterable[Word], lengths: Codes | None, *, one_size: bool) -> None:
        """Write a field; its values lie side by side where they have `one_size`."""
        prefix = pack_ushort(self._fields.setdefault(field, len(self._fields)))
        for text, docs, weights, values in words:
            span = _span(docs, lengths) if lengths is not None else (0, 0)
            start = self._at
            self._put(WHOOSH3_HEADER_MAGIC)
            for at in range(0, len(docs), BLOCK):
                part: Any = None if values is None else values[at : at + BLOCK]
                if part is not None:
                    part = b"".join(part) if one_size else tuple(part)
                self._block(docs[at : at + BLOCK], weights[at : at + BLOCK], part, span, len(docs) <= at + BLOCK)
            info = _INFO.pack(0, sum(weights), len(docs), *span, max(weights), docs[0], docs[-1])
            self._index.add(prefix + text, info + pack_long(start) + pack_int(self._at - start))

    def _block(
        self, docs: Sequence[int], weights: Sequence[float], held: Any, span: tuple[int, int], is_last: bool
    ) -> None:
        data = dumps((_differences(docs), _plain(weights), held), _PROTOCOL)
        compression = _COMPRESSION if len(data) >= _COMPRESSED_FROM else 0
        if compression:
            data = zlib.compress(data, compression)
        info = dumps((len(docs), docs[-1], max(weights), compression, *span), 2)
        length = len(info) + len(data)
        self._put(pack_int(-length if is_last else length) + info + data)

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._at += len(data)


def _span(docs: Sequence[int], lengths: Codes) -> tuple[int, int]:
    if len(docs) == 1:
        return lengths[docs[0]], lengths[docs[0]]
    codes = [lengths[doc] for doc in docs]
    return min(codes), max(codes)


def _differences(docs: Sequence[int]) -> Any:
    steps = [docs[0], *(doc - before for before, doc in itertools.pairwise(docs))]
    return array("I", steps) if len(steps) >= _SMALL else tuple(steps)


def _plain(weights: Sequence[float]) -> Any:
    """Give the weights of a block as Whoosh writes them: nothing where all are 1, one where all are the same."""
    first = weights[0]
    if weights.count(first) == len(weights):
        return None if first == 1 else float(first)
    return array("f", weights) if len(weights) >= _SMALL else tuple(map(float, weights))
