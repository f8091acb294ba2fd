"""Read what people type into a search box. Never refuses a text.

Words, "phrases" (in any quotation marks), prefix*, similar~, -without, one OR other, title:word, creator:word,
year:2019..2024 (these names and OR, AND, NOT also in the languages of the region).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rmtc.search.folding import fold_word, words

SHORTEST_PREFIX: Final = 2
MOST_PARTS: Final = 32
_FIELD_NAMES: Final = {
    "title": "title naslov наслов titulli",
    "creator": "creator author autor аутор avtor автор autori",
    "year": "year godina година viti",
}
_FIELDS: Final = {name: field for field, names in _FIELD_NAMES.items() for name in names.split()}
OPERATORS: Final = {
    **dict.fromkeys(["OR", "ILI", "ИЛИ", "OSE"], "OR"),
    **dict.fromkeys(["AND", "DHE"], "AND"),
    "NOT": "NOT",
}
"""Operators in capitals; “and” of the Slavic languages is one letter, as a Roman number is, and stays a word."""
_QUOTES: Final = str.maketrans(dict.fromkeys("„“”«»‟″", '"'))
_PART: Final = re.compile(
    rf'(-?)(?:({"|".join(sorted(_FIELDS, key=len, reverse=True))}):[ \t]*)?(?:"([^"]*)"?|(\S+))', re.IGNORECASE
)
_SIMILAR: Final = re.compile(r"(.+)~([12]?)")
_YEARS: Final = re.compile(r"(\d{4})?(\.\.\.?|-|–)?(\d{4})?")


@dataclass(frozen=True)
class Word:
    """One word, as its folded key."""

    key: str


@dataclass(frozen=True)
class Prefix:
    """Any word that begins with this folded key."""

    key: str


@dataclass(frozen=True)
class Similar:
    """Any word at most so many letters away from this folded key."""

    key: str
    edits: int = 1


@dataclass(frozen=True)
class Phrase:
    """Words that follow one another."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class InField:
    """A part that must stand in the title or in the names of the creators."""

    field: str
    part: Word | Prefix | Similar | Phrase


@dataclass(frozen=True)
class Years:
    """Any year from the first to the last."""

    first: int
    last: int


Part = Word | Prefix | Similar | Phrase | InField | Years


@dataclass(frozen=True)
class Wanted:
    """A typed query: every group must match by one of its parts, and no part of `without` may."""

    groups: tuple[tuple[Part, ...], ...] = ()
    without: tuple[Part, ...] = ()

    def parts(self) -> Iterator[Part]:
        """Give the wanted parts of all groups (what a snippet marks)."""
        for group in self.groups:
            yield from group


def _ending(bare: str, last: str) -> Word | Prefix | Similar:
    """Read the last word of a run of characters: its star or tilde belongs to it."""
    if len(last) >= SHORTEST_PREFIX:
        if bare.endswith("*"):
            return Prefix(last)
        if similar := _SIMILAR.fullmatch(bare):
            return Similar(last, int(similar[2] or 1))
    return Word(last)


def _parts(bare: str) -> list[Word | Prefix | Similar | Phrase]:
    """Read an unquoted run of characters: each word in it, the last perhaps open or similar."""
    similar = _SIMILAR.fullmatch(bare)
    keys = _keys(similar[1] if similar else bare)
    if not keys:
        return []
    *first, last = keys
    return [*map(Word, first), _ending(bare, last)]


def _phrase(quoted: str) -> list[Word | Prefix | Similar | Phrase]:
    keys = tuple(_keys(quoted))
    return [Phrase(keys)] if keys else []


def _years(bare: str) -> list[Part]:
    found = _YEARS.fullmatch(bare)
    if not found or not (found[1] or found[3]):
        return []
    first, upto, last = found.groups()
    if not upto:
        return [Years(int(first), int(first))] if first and not last else []
    return [Years(int(first or 0), int(last or 9999))]


def _read(field: str, quoted: str, bare: str) -> list[Part]:
    name = _FIELDS.get(field.lower(), "")
    if name == "year":
        return _years(bare) or [*map(Word, _keys(f"{field} {bare or quoted}"))]
    parts = _parts(bare) if bare else _phrase(quoted)
    return [InField(name, part) for part in parts] if name else [*parts]


def _keys(text: str) -> list[str]:
    return list(filter(None, map(fold_word, words(text))))


@lru_cache(maxsize=1_000)
def parse(text: str) -> Wanted:
    """Parse a typed query of any shape; the first 32 parts count."""
    groups: list[list[Part]] = []
    without: list[Part] = []
    before = ""
    for minus, field, quoted, bare in _PART.findall(text.translate(_QUOTES))[:MOST_PARTS]:
        if (operator := OPERATORS.get(bare, "")) and not minus and not field:
            before = operator if groups or operator == "NOT" else ""
            continue
        parts = _read(field, quoted, bare)
        if minus or before == "NOT":
            # A hyphenated word is excluded as a whole, not each of its halves.
            without += parts if len(parts) < 2 or field else _phrase(bare)  # noqa: PLR2004
        elif before == "OR" and parts:
            groups[-1] += parts
        else:
            groups += [[part] for part in parts]
        before = ""
    return Wanted(tuple(map(tuple, groups)), tuple(without))
