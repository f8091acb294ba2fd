"""Where a word stands in documents: two or four bytes a place, which arrays read as they lie, without unpacking.

The index keeps the paths of these classes: moving them raises VERSION.
"""

import copyreg
from array import array
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh.formats import Positions

PLACE: Final = np.dtype("<u4")
_BYTE, _SHORT = 0xFF, 0xFFFF
_PRIVATE_CODE: Final = 0xF0
_SO_FEW: Final = 200
"""So few numbers are quicker without numpy."""


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


def counts_of(weights: Any, count: int) -> NDArray[np.int64]:
    """Give how often each of so many documents holds the word, from the weights of their block."""
    if weights is None or isinstance(weights, float):
        return np.full(count, int(weights or 1), dtype=np.int64)
    return wide(weights)


class Held:
    """The positions of all postings of a block, one posting after the other; `weights` as in the block.

    Whoosh takes it for a list with the packed positions of each posting.
    """

    def __init__(self, weights: Any, size: int, data: bytes) -> None:
        self.weights, self.size, self.data = weights, size, data

    @classmethod
    def of(cls, weights: Any, places: "array[int]") -> "Held":
        """Keep positions, in two bytes each where that is enough."""
        if len(places) < _SO_FEW:
            return (
                cls(weights, 2, array("H", places).tobytes())
                if max(places) <= _SHORT
                else cls(weights, 4, places.tobytes())
            )
        many = np.frombuffer(places, np.uint32)
        size = 2 if int(many.max()) <= _SHORT else 4
        return cls(weights, size, many.astype(f"<u{size}").tobytes())

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle briefly: the class as a number, see below, the weights as those of the block."""
        return Held, (self.weights, self.size, self.data)

    def places(self) -> NDArray[Any]:
        """Give all positions."""
        return np.frombuffer(self.data, f"<u{self.size}")

    def __getitem__(self, number: int) -> bytes:
        """Give the packed positions of a posting, as Whoosh asks for them."""
        if self.weights is None or isinstance(self.weights, float):
            each = int(self.weights or 1)
            start, end = number * each, (number + 1) * each
        else:
            start = int(wide(self.weights[:number]).sum())
            end = start + int(self.weights[number])
        return self.places()[start:end].astype(PLACE).tobytes()


copyreg.add_extension(Held.__module__, Held.__qualname__, _PRIVATE_CODE)
