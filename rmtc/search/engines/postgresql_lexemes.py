"""How a document becomes lexemes of PostgreSQL's full text, and words of a query a tsquery.

A lexeme is a folded word as it stands, or a mark and a key: `=` a stem, `+` a stem of the title, `^` a word of the
title, `@` a word of a creator's name. What PostgreSQL takes for places and weights of a lexeme stands here for how much
the word weighs in its document (BM25, so length of the text and rarity in it are reckoned before): ts_rank of a lexeme
gives that weight back. Real places are in the passages, which phrases are looked for in.
"""

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations_with_replacement, pairwise
from typing import Final

from sqlalchemy import ColumnElement, Double, cast

from rmtc.search.engines.counting import Counted, keys
from rmtc.search.index import Document

STEM, TITLE_STEM, TITLE_WORD, CREATOR = "=", "+", "^", "@"
EXACT_WEIGHT, STEM_WEIGHT, TITLE_WEIGHT = 1.0, 0.6, 2.0
_B, _K1 = 0.75, 1.2
_LONGEST: Final = 200
_MOST_BYTES: Final = 900_000
"""A tsvector holds a megabyte: words that a very long document has beyond it are not found."""
_PASSAGE: Final = 1_500
_OVERLAP: Final = 64

_LABELS: Final = {"D": 0.125, "C": 0.25, "B": 0.5, "A": 1.0}
LABEL_WEIGHTS: Final = "{" + ",".join(map(str, _LABELS.values())) + "}"
_HEAVIEST: Final = 3.0
_STEP: Final = 0.04


def _levels() -> list[tuple[float, str]]:
    """Give what ts_rank makes of some places with labels, and how these are written, in steps of some hundredths."""
    limit = 1.64493406685
    some = [labels for many in (1, 2, 3, 4) for labels in combinations_with_replacement("ABCD", many)]
    some += [tuple(label * many) for label in "ABCD" for many in (6, 12)]
    found: list[tuple[float, str]] = []
    for labels in some:
        rank = sum(_LABELS[label] / place**2 for place, label in enumerate(labels, start=1)) / limit
        if all(abs(rank / other - 1) > _STEP for other, _ in found):
            found.append((rank, ",".join(f"{place}{label}" for place, label in enumerate(labels, start=1))))
    return sorted(found)


_LEVELS: Final = _levels()
UNIT: Final = _HEAVIEST / _LEVELS[-1][0]
"""The weight of a word for which ts_rank gives 1."""
_BOUNDS: Final = [(lower * upper) ** 0.5 * UNIT for (lower, _), (upper, _) in pairwise(_LEVELS)]


def _heavy(weight: float) -> str:
    return _LEVELS[bisect(_BOUNDS, weight)][1]


def _weight(many: int, length: int, average: float) -> float:
    return many * (_K1 + 1) / (many + _K1 * (1 - _B + _B * length / max(average, 1.0)))


def once_in(length: ColumnElement[int], average: float) -> ColumnElement[float]:
    """Reckon in SQL what a word weighs that stands once in a text."""
    norm = _K1 * (1 - _B) + 1 + _K1 * _B / max(average, 1.0) * cast(length, Double)
    return cast((_K1 + 1) / norm, Double)


def document_vector(document: Document, counted: Counted, average: float, title_average: float) -> str:
    """Write the tsvector of a document; `average` are the lengths of all texts and titles, in words."""
    length, title_length = counted.lengths["exact"], counted.lengths["title"]

    def body(many: int) -> float:
        return _weight(many, length, average)

    lexemes: dict[str, str] = {}
    for stem, many in counted.title.items():
        lexemes[TITLE_STEM + stem] = _heavy(TITLE_WEIGHT * _weight(many, title_length, title_average))
    lexemes |= dict.fromkeys((TITLE_WORD + key for key in keys(document.title)), _heavy(1.0))
    lexemes |= dict.fromkeys((CREATOR + key for name in document.creators for key in keys(name)), _heavy(1.0))
    for stem, many in counted.stem.items():
        lexemes[STEM + stem] = _heavy(STEM_WEIGHT * body(many))
    for key, places in counted.exact.items():
        lexemes[key] = _heavy(EXACT_WEIGHT * body(len(places)))
    return _vector(lexemes)


def _vector(lexemes: Mapping[str, str]) -> str:
    room, kept = _MOST_BYTES, []
    for lexeme, places in lexemes.items():
        room -= len(lexeme.encode()) + 4 + 2 * places.count(",")
        if room < 0:
            break
        kept.append(f"{_quoted(lexeme)}:{places}")
    return " ".join(kept)


def passage_vectors(counted: Counted) -> Iterator[str]:
    """Write the tsvectors of the overlapping passages of a document."""
    count = counted.lengths["exact"]
    text = [""] * count
    for key, places in counted.exact.items():
        for place in places:
            text[place] = key
    for start in range(0, max(count - _OVERLAP, 1), _PASSAGE):
        yield " ".join(
            f"{_quoted(key)}:{place}" for place, key in enumerate(text[start : start + _PASSAGE + _OVERLAP], start=1)
        )


def _quoted(lexeme: str) -> str:
    """Quote a lexeme; keys are letters and digits, so there is nothing to escape."""
    return f"'{lexeme[:_LONGEST]}'"


def any_of(lexemes: Iterable[str]) -> str:
    """Write the tsquery of documents that hold any of the lexemes."""
    return " | ".join(map(_quoted, dict.fromkeys(lexemes)))


def all_of(lexemes: Iterable[str]) -> str:
    """Write the tsquery of documents that hold all of the lexemes."""
    return " & ".join(map(_quoted, dict.fromkeys(lexemes)))


def beginning(lexeme: str) -> str:
    """Write the tsquery of documents that hold a lexeme with this beginning."""
    return f"{_quoted(lexeme)}:*"


def following(keys: Sequence[str]) -> str:
    """Write the tsquery of passages in which the words follow one another."""
    return " <-> ".join(map(_quoted, keys))
