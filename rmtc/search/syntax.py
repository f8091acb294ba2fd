"""Read what people type into a search box: words, "phrases", prefix*, -without, one OR other. Never refuses a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rmtc.search.folding import fold_word, words

SHORTEST_PREFIX: Final = 2
MOST_PARTS: Final = 32
_PART: Final = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')


@dataclass(frozen=True)
class Word:
    """One word, as its folded key."""

    key: str


@dataclass(frozen=True)
class Prefix:
    """Any word that begins with this folded key."""

    key: str


@dataclass(frozen=True)
class Phrase:
    """Words that follow one another."""

    keys: tuple[str, ...]


Part = Word | Prefix | Phrase


@dataclass(frozen=True)
class Wanted:
    """A typed query: every group must match by one of its parts, and no part of `without` may."""

    groups: tuple[tuple[Part, ...], ...] = ()
    without: tuple[Part, ...] = ()

    def parts(self) -> Iterator[Part]:
        """Give the wanted parts of all groups (what a snippet marks)."""
        for group in self.groups:
            yield from group


def _parts(bare: str) -> list[Part]:
    """Read an unquoted run of characters: each word in it, or a prefix where it ends with a star."""
    keys = tuple(filter(None, map(fold_word, words(bare))))
    if not keys:
        return []
    *first, last = keys
    ends_open = bare.endswith("*") and len(last) >= SHORTEST_PREFIX
    return [*map(Word, first), Prefix(last) if ends_open else Word(last)]


def _phrase(quoted: str) -> list[Part]:
    keys = tuple(filter(None, map(fold_word, words(quoted))))
    return [Phrase(keys)] if keys else []


def parse(text: str) -> Wanted:
    """Parse a typed query of any shape; the first 32 parts count."""
    groups: list[list[Part]] = []
    without: list[Part] = []
    joining = False
    for minus, quoted, bare in _PART.findall(text)[:MOST_PARTS]:
        if bare == "OR" and not minus:
            joining = bool(groups)
            continue
        parts = _parts(bare) if bare else _phrase(quoted)
        if minus:
            # A hyphenated word is excluded as a whole, not each of its halves.
            without += parts if len(parts) < 2 else _phrase(bare)  # noqa: PLR2004
        elif joining and parts:
            groups[-1] += parts
        else:
            groups += [[part] for part in parts]
        joining = False
    return Wanted(tuple(map(tuple, groups)), tuple(without))
