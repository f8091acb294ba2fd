"""The cards of all documents of one segment as arrays: what filters, facets, sorting and fields of the query need."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import IndexReader

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

_NO_YEARS: Final = (1, 0)


class Coded:
    """One field: which document holds which value, as two parallel arrays and the names of the codes."""

    def __init__(self, docs: Numbers, codes: Numbers, names: Sequence[str]) -> None:
        self.docs, self.codes, self.names = docs, codes, list(names)
        self._code_of = {name: code for code, name in enumerate(self.names)}

    @classmethod
    def of(cls, pairs: Sequence[tuple[int, str]]) -> "Coded":
        """Code (document, value) pairs."""
        docs, values = zip(*pairs, strict=True) if pairs else ((), ())
        names = list(dict.fromkeys(values))
        codes = {name: code for code, name in enumerate(names)}
        coded = np.fromiter(map(codes.__getitem__, values), dtype=np.int64, count=len(values))
        return cls(np.array(docs, dtype=np.int64), coded, names)

    @classmethod
    def joined(cls, parts: Iterable[tuple[int, "Coded"]]) -> "Coded":
        """Put the same field of several segments together, each shifted by its offset."""
        codes: dict[str, int] = {}
        docs, coded = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        for offset, part in parts:
            table = np.array([codes.setdefault(name, len(codes)) for name in part.names], dtype=np.int64)
            docs.append(part.docs + offset)
            coded.append(table[part.codes] if len(part.codes) else part.codes)
        return cls(np.concatenate(docs), np.concatenate(coded), list(codes))

    def holders(self, values: Iterable[str]) -> Numbers:
        """Give the documents that hold any of the values."""
        wanted = np.zeros(len(self.names), dtype=np.bool_)
        wanted[[self._code_of[value] for value in values if value in self._code_of]] = True
        return self.docs[wanted[self.codes]]

    def counts(self, hits: Flags) -> dict[str, int]:
        """Count the hit documents per value, the most frequent first, without the values nobody holds."""
        counted = np.bincount(self.codes[hits[self.docs]], minlength=len(self.names))
        found = [(self.names[code], int(counted[code])) for code in np.flatnonzero(counted)]
        return dict(sorted(found, key=lambda item: (-item[1], item[0])))


def title_of(reader: IndexReader, number: int) -> str:
    """Give a document's title as it is written; read when asked for, as few ever are."""
    return str(json.loads(reader.column_reader("card")[number])[7])


class Chained:
    """Texts of several segments one after the other, without copying them."""

    def __init__(self, parts: Iterable[Sequence[str]]) -> None:
        self._parts = [part for part in parts if part]
        self._ends = list(accumulate(map(len, self._parts)))

    def __getitem__(self, number: int) -> str:
        """Give the text of a document."""
        at = bisect_right(self._ends, number)
        return self._parts[at][number - self._ends[at]]

    def __iter__(self) -> Iterator[str]:
        """Give all texts in order."""
        return chain.from_iterable(self._parts)


class Cards:
    """The cards of one segment, by its own document numbers; they never change, deletions only stop matching."""

    def __init__(self, reader: IndexReader) -> None:
        self.size: Final[int] = reader.doc_count_all()
        column = reader.column_reader("card")
        # One long text is read in half the time of many short ones.
        rows: list[list[Any]] = json.loads(b"[" + b",".join(map(column.__getitem__, range(self.size))) + b"]")
        self.ids = [str(row[0]) for row in rows]
        self.days = np.array([row[1] for row in rows], dtype=np.int64)
        self.titles = [str(row[2]) for row in rows]
        self.stamps = [str(row[3]) for row in rows]
        self.creators = [str(row[5]) for row in rows]
        self.years = np.array([row[6] or _NO_YEARS for row in rows], dtype=np.int64).reshape(-1, 2)
        pairs: dict[str, list[tuple[int, str]]] = {}
        for number, row in enumerate(rows):
            for name, values in row[4].items():
                kept = pairs.setdefault(name, [])
                kept += [(number, value) for value in (values if len(values) < 2 else dict.fromkeys(values))]  # noqa: PLR2004
        self.fields = {name: Coded.of(each) for name, each in pairs.items()}
