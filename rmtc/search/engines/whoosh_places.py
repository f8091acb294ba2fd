"""Where a word stands in a document: four bytes a place, which arrays read at once; Whoosh's own way unpacks each.

The index keeps the path of this class: moving it raises VERSION.
"""

from array import array
from collections.abc import Iterable, Sequence
from operator import sub
from typing import Any, Final
from zlib import compress, decompress

import numpy as np
from numpy.typing import NDArray
from whoosh.formats import Positions

PLACE: Final = np.dtype("<u4")
_BYTE, _SHORT = 0xFF, 0xFFFF
_COMPRESSION: Final = 3


class Places(Positions):  # type: ignore[misc]
    """Positions in a posting, as Whoosh asks for them."""

    def encode(self, poslist: Iterable[int]) -> bytes:
        """Pack positions in ascending order."""
        return packed(list(poslist))

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """Give the positions of one posting."""
        return [int(place) for place in np.frombuffer(valuestring, dtype=PLACE)]

    def decode_frequency(self, valuestring: bytes) -> int:
        """Count the positions of one posting."""
        return len(valuestring) // PLACE.itemsize

    def combine(self, vs: Sequence[bytes]) -> Any:
        """Put the positions of several postings together."""
        return self.encode(sorted({place for one in vs for place in self.decode_positions(one)}))


def packed(places: Sequence[int]) -> bytes:
    """Pack positions in ascending order."""
    return array("I", places).tobytes()


def joined(values: Iterable[bytes]) -> NDArray[np.int64]:
    """Give the positions of several postings, one after the other."""
    return np.frombuffer(b"".join(values), dtype=PLACE).astype(np.int64)


def steps(places: Sequence[int]) -> Iterable[int]:
    """Give the first position, then how far each is from the one before."""
    return (places[0], *map(sub, places[1:], places)) if len(places) > 1 else places


def narrow(numbers: "array[int]") -> Any:
    """Give the same numbers in as few bytes each as the greatest needs; bytes are numbers, too."""
    greatest = max(numbers)
    if greatest <= _BYTE:
        return array("B", numbers).tobytes()
    return array("H", numbers) if greatest <= _SHORT else numbers


def wide(numbers: Any) -> NDArray[np.int64]:
    """Give numbers, however they were kept, as an array."""
    return (
        np.frombuffer(numbers, np.uint8).astype(np.int64) if isinstance(numbers, bytes) else np.array(numbers, np.int64)
    )


class Held:
    """The positions of all postings of a block, kept apart from what scoring reads, and unpacked when asked for.

    The index keeps the path of this class, too. Whoosh takes it for a list with the packed positions of each posting.
    """

    def __init__(self, counts: Any, kind: str, data: bytes) -> None:
        self.counts, self.kind, self.data = counts, kind, data

    @classmethod
    def of(cls, counts: Any, gaps: "array[int]") -> "Held":
        """Keep positions given as steps, see `steps`; `counts` may be 1 for all."""
        kept = narrow(gaps)
        kind = kept.typecode if isinstance(kept, array) else "B"
        return cls(counts, kind, compress(bytes(kept), _COMPRESSION))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as briefly as possible; the counts are pickled beside it anyway."""
        return Held, (self.counts, self.kind, self.data)

    def gaps(self) -> NDArray[np.int64]:
        """Give all positions as steps."""
        return np.frombuffer(decompress(self.data), dtype=np.dtype(self.kind)).astype(np.int64)

    def __getitem__(self, number: int) -> bytes:
        """Give the packed positions of a posting, as Whoosh asks for them."""
        gaps = self.gaps()
        counts = np.ones(len(gaps), dtype=np.int64) if self.counts is None else wide(self.counts)
        end = int(counts[: number + 1].sum())
        return np.cumsum(gaps[end - int(counts[number]) : end]).astype(PLACE).tobytes()


def absolute(gaps: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give positions from their steps, the first of each posting counted from 0."""
    summed = np.cumsum(gaps)
    firsts = np.cumsum(counts) - counts
    found: NDArray[np.int64] = summed - np.repeat(summed[firsts] - gaps[firsts], counts)
    return found
