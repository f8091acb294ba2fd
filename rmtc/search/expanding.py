"""Search in related words too: labels of a thesaurus beside the words that were typed, at less weight."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from rmtc.search.folding import fold, fold_word, words
from rmtc.search.syntax import Part, Phrase, Wanted, Word

Expand = Callable[[str], Sequence[str]]
"""Gives the labels related to a word or to neighbouring words (folded, separated by spaces); none if it knows none."""

Group = tuple[Part, ...]
_LONGEST: Final = 4
_MOST_LABELS: Final = 24


@dataclass(frozen=True)
class Clause:
    """Groups that must all match, unless one of the related parts does."""

    groups: tuple[Group, ...]
    also: tuple[Part, ...] = ()


def clauses_of(wanted: Wanted, expand: Expand | None) -> tuple[tuple[Clause, ...], tuple[str, ...]]:
    """Give the clauses of a query, and the labels that are searched beside the typed words."""
    clauses: list[Clause] = []
    labels: list[str] = []
    at = 0
    while at < len(wanted.groups):
        length, related = _longest_run(wanted.groups[at:], expand)
        related = [label for label in related if label not in labels][: _MOST_LABELS - len(labels)]
        labels += related
        also = tuple(part for label in related if (part := _part(label)))
        clauses.append(Clause(wanted.groups[at : at + length], also))
        at += length
    return tuple(clauses), tuple(labels)


def _longest_run(groups: Sequence[Group], expand: Expand | None) -> tuple[int, list[str]]:
    """Find how many of the first groups the thesaurus knows as one term, and the terms related to it."""
    if expand is None:
        return 1, []
    for length in range(min(_LONGEST, len(groups)), 0, -1):
        text = _text(groups[:length])
        related = [label for label in expand(text) if fold(label) != text] if text else []
        if related:
            return length, related
    return 1, []


def _text(groups: Sequence[Group]) -> str:
    """Give the words of a run of groups, empty where it is more than plain words."""
    said = []
    for group in groups:
        match group:
            case (Word(key),):
                said.append(key)
            case (Phrase(keys),) if len(groups) == 1:
                said.extend(keys)
            case _:
                return ""
    return " ".join(said)


def _part(label: str) -> Part | None:
    keys = tuple(filter(None, map(fold_word, words(label))))
    if not keys:
        return None
    return Word(keys[0]) if len(keys) == 1 else Phrase(keys)
