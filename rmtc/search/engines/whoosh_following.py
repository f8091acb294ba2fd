"""Find words that follow one another: positions of one word mark a grid, those of the next are looked up in it.

All words stand in the same documents here; each document has as many cells as its last position, so that the work grows
with the number of positions alone. Long grids are made in pieces.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rmtc.search.engines.whoosh_cards import Numbers

_MOST_CELLS: Final = 1 << 20


class Standing(NamedTuple):
    """Where a word stands: documents in order, how many positions each has, and the positions, in order."""

    docs: Numbers
    counts: Numbers
    places: NDArray[Any]


def meeting(one: Standing, other: Standing, steps: int) -> Standing:
    """Keep those positions of a word that the other one stands so many steps behind; both are of the same documents."""
    ahead, behind = max(steps, 0), max(-steps, 0)
    ends, other_ends = np.cumsum(one.counts), np.cumsum(other.counts)
    lasts = other.places[other_ends - 1].astype(np.int64) + behind
    cells = np.maximum(one.places[ends - 1].astype(np.int64) + ahead, lasts) + 1
    hits = np.zeros(len(one.places), dtype=np.bool_)
    for docs in _pieces(cells):
        bases = np.cumsum(cells[docs]) - cells[docs]
        grid = np.zeros(int(cells[docs].sum()), dtype=np.bool_)
        there = slice(int(other_ends[docs.start] - other.counts[docs.start]), int(other_ends[docs.stop - 1]))
        grid[np.repeat(bases + behind, other.counts[docs]) + other.places[there]] = True
        here = slice(int(ends[docs.start] - one.counts[docs.start]), int(ends[docs.stop - 1]))
        hits[here] = grid[np.repeat(bases + ahead, one.counts[docs]) + one.places[here]]
    counts = np.add.reduceat(hits, ends - one.counts, dtype=np.int64)
    found = counts > 0
    return Standing(one.docs[found], counts[found], one.places[hits])


def _pieces(cells: Numbers) -> Iterator[slice]:
    """Part documents so that each part has about as many cells as are quick to reach."""
    ends, start = np.cumsum(cells), 0
    while start < len(cells):
        before = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, before + _MOST_CELLS, side="right")))
        yield slice(start, stop)
        start = stop
