"""Titles that are nearly the same."""

from difflib import SequenceMatcher
from functools import lru_cache

from rmtc.search.folding import fold

NEARLY = 0.95
SHORTEST, FARTHEST = 12, 3
"""Letters of a title that can be told from another, and how many one may be longer than the other."""


@lru_cache(maxsize=10_000)
def folded_title(title: str) -> str:
    """A title without script, case, marks and signs; kept, since an import compares the same ones again and again."""
    return fold(title)


def is_nearly(left: str, right: str) -> bool:
    """Say whether two folded titles are the same but for a letter or two."""
    if left == right:
        return bool(left)
    if abs(len(left) - len(right)) > FARTHEST or min(len(left), len(right)) < SHORTEST:
        return False
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return matcher.quick_ratio() >= NEARLY and matcher.ratio() >= NEARLY
