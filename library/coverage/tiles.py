"""The map of districts as tiles: where each tile, its name and the marks of its local governments stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from library.coverage.gaps import COVERS, Cover, DistrictCount, Finding
from rmtc.i18n.texts import gettext as _

WIDTH, HEIGHT, GAP, COLUMNS = 128, 98, 6, 5
MARK, PITCH, IN_ROW, INSET, FIRST_MARK = 13, 18, 6, 11, 53
"""Sizes in the units of the drawing: tiles, the space between them, marks and their distance."""

LONGEST_NAME: Final = 13
"""Longer names are squeezed into the tile."""


@dataclass(frozen=True)
class Mark:
    """The mark of one local government: its left upper corner, and how it stands."""

    x: int
    y: int
    cover: Cover
    name: str


@dataclass(frozen=True)
class Tile:
    """A district: its corner, what is written on it, what is said of it, and the marks inside."""

    count: DistrictCount
    x: int
    y: int
    marks: tuple[Mark, ...]

    @property
    def is_squeezed(self) -> bool:
        """Say whether the name is longer than the tile is wide."""
        return len(self.count.district.name) > LONGEST_NAME

    @property
    def share(self) -> str:
        """How many of its local governments have a valid plan, in short."""
        counts = self.count.counts
        valid = counts[Cover.VALID] + counts[Cover.EXPIRING]
        return _("%(valid)d of %(all)d valid") % {"valid": valid, "all": len(self.count.findings)}

    @property
    def words(self) -> str:
        """The whole tile in words, for those who do not see it."""
        parts = [f"{_(COVERS[cover])}: {many}" for cover, many in self.count.counts.items() if many]
        return f"{self.count.district.name} {self.share}. {', '.join(parts)}"


def tiles(counts: Sequence[DistrictCount]) -> list[Tile]:
    """A tile for each district."""
    return [_tile(count) for count in counts]


def _tile(count: DistrictCount) -> Tile:
    x = count.district.column * (WIDTH + GAP)
    y = count.district.row * (HEIGHT + GAP)
    ranked = sorted(count.findings, key=lambda finding: list(Cover).index(finding.cover))
    marks = tuple(_mark(position, x, y, finding) for position, finding in enumerate(ranked))
    return Tile(count, x, y, marks)


def _mark(position: int, x: int, y: int, finding: Finding) -> Mark:
    row, column = divmod(position, IN_ROW)
    return Mark(x + INSET + column * PITCH, y + FIRST_MARK + row * PITCH, finding.cover, finding.government.name)


def box(shown: Sequence[Tile]) -> str:
    """The box of the drawing."""
    bottom = max((tile.y + HEIGHT for tile in shown), default=HEIGHT)
    return f"-1 -1 {COLUMNS * (WIDTH + GAP) - GAP + 2} {bottom + 2}"
