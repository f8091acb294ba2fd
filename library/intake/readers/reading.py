"""What every reader gives back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from library.intake.outcomes import Facts, Limits


@dataclass(frozen=True)
class Reading:
    """Facts, and the raw texts of the pages in order (sheets, slides and chapters count as pages).

    `draw` puts a picture of the first page into a file, where there are pictures of pages; raises Unreadable.
    """

    facts: Facts
    pages: Iterable[str]
    draw: Callable[[str], None] | None = None


class Reader(Protocol):
    """Reads one format; raises Unreadable."""

    def __call__(self, path: str, limits: Limits) -> Reading:
        """Open the file and give its facts; the pages may be read lazily."""
        ...
