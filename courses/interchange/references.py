"""References in neutral Markdown (`course-item:KEY`, `course-file:KEY`) turned into those of a course."""

import re
from collections.abc import Callable

Target = Callable[[str, str], str | None]
"""Says what stands in the course for a reference (its kind, its key); None when nothing does."""

_PICTURE = r"!\[[^\]\[]*\]\([^()\s]*\)"
_REFERENCE = re.compile(rf"!?\[((?:{_PICTURE}|\\.|[^\]\[\\])*)\]\(course-(item|file):([^()\s]+)\)")


def refer(markdown: str, target: Target) -> tuple[str, int]:
    """Return the text with its references turned, and how many led nowhere; of those the words are kept."""
    lost = 0

    def turned(found: re.Match[str]) -> str:
        nonlocal lost
        words, within = refer(found[1], target)
        address = target(found[2], found[3])
        lost += within + (address is None)
        mark = "!" if found[0].startswith("!") else ""
        return words if address is None else f"{mark}[{words}](course-{found[2]}:{address})"

    return _REFERENCE.sub(turned, markdown), lost


def without_references(markdown: str) -> tuple[str, int]:
    """Return the text with the words of its references alone, and how many there were."""
    return refer(markdown, lambda _kind, _key: None)
