"""Where a word stands in a document: four bytes a place, which arrays read at once; Whoosh's own way unpacks each.

The index keeps the path of this class: moving it raises VERSION.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh.formats import Positions

PLACE: Final = np.dtype("<u4")


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
    if len(places) == 1:
        return places[0].to_bytes(PLACE.itemsize, "little")
    return np.array(places, dtype=PLACE).tobytes()


def joined(values: Iterable[bytes]) -> NDArray[np.int64]:
    """Give the positions of several postings, one after the other."""
    return np.frombuffer(b"".join(values), dtype=PLACE).astype(np.int64)
