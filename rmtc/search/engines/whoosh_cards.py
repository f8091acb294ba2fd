"""Fields of cards as arrays, and texts of several segments in one: what filters, facets and sorting need."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]


class Coded:
    """One field: which document holds which value, as two parallel arrays and the names of the codes."""

    def __init__(self, docs: NDArray[Any], codes: NDArray[Any], names: Sequence[str]) -> None:
        self.docs, self.codes, self.names = docs, codes, list(names)
        self._code_of = {name: code for code, name in enumerate(self.names)}

    @classmethod
    def joined(cls, parts: Iterable[tuple[int, "Coded"]]) -> "Coded":
        """Put the same field of several segments together, each shifted by its offset."""
        codes: dict[str, int] = {}
        docs, coded = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int32)]
        for offset, part in parts:
            known = len(codes)
            table = np.array([codes.setdefault(name, len(codes)) for name in part.names], dtype=np.int32)
            docs.append(part.docs + offset if offset else part.docs)
            coded.append(table[part.codes] if known and len(table) else part.codes)
        return cls(np.concatenate(docs), np.concatenate(coded), list(codes))

    def holders(self, values: Iterable[str]) -> NDArray[Any]:
        """Give the documents that hold any of the values."""
        wanted = np.zeros(len(self.names), dtype=np.bool_)
        wanted[[self._code_of[value] for value in values if value in self._code_of]] = True
        docs: NDArray[Any] = self.docs[wanted[self.codes]]
        return docs

    def counts(self, hits: Flags) -> dict[str, int]:
        """Count the hit documents per value, the most frequent first, without the values nobody holds."""
        counted = np.bincount(self.codes[hits[self.docs]], minlength=len(self.names))
        found = [(self.names[code], int(counted[code])) for code in np.flatnonzero(counted)]
        return dict(sorted(found, key=lambda item: (-item[1], item[0])))


class Chained:
    """Texts of several segments one after the other, without copying them."""

    def __init__(self, parts: Iterable[Sequence[str]]) -> None:
        self._parts = [part for part in parts if part]
        self._ends = list(accumulate(map(len, self._parts)))

    def __getitem__(self, number: int) -> str:
        """Give the text of a document."""
        at = bisect_right(self._ends, number)
        part = self._parts[at]
        return part[number - self._ends[at] + len(part)]

    def __iter__(self) -> Iterator[str]:
        """Give all texts in order."""
        return chain.from_iterable(self._parts)
