"""A parsed query as conditions and scores of SQL over the documents of the index."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import inf, log
from operator import add
from typing import Any, Final

from sqlalchemy import (
    REAL,
    ColumnElement,
    Connection,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from rmtc.search.engines.postgresql_lexemes import (
    CREATOR,
    EXACT_WEIGHT,
    LABEL_WEIGHTS,
    STEM,
    STEM_WEIGHT,
    TITLE_STEM,
    TITLE_WEIGHT,
    TITLE_WORD,
    UNIT,
    all_of,
    any_of,
    beginning,
    following,
    once_in,
)
from rmtc.search.engines.postgresql_tables import documents, passages, words
from rmtc.search.expanding import Clause
from rmtc.search.nearness import distance, near
from rmtc.search.stemming import stems
from rmtc.search.syntax import InField, Part, Phrase, Prefix, Similar, Word, Years

ALSO_WEIGHT: Final = 0.4
MOST_SIMILAR: Final = 64
_MARKS: Final = {"": "", "title": TITLE_WORD, "creator": CREATOR}
_KEYS: Final = {"title": documents.c.title_key, "creator": documents.c.creators_key}

Condition = ColumnElement[bool]
Score = ColumnElement[float]


@dataclass(frozen=True)
class Match:
    """Which documents match, and the score of those that do; any number or 0 for the others.

    `rough` comes near to the score without reading a document's words; `most` documents match at the most.
    """

    condition: Condition
    score: Score
    rough: Score
    most: float = inf


def tsquery(text: str) -> ColumnElement[Any]:
    """Give a query written by us to PostgreSQL."""
    return cast(literal(text), TSQUERY)


def holding(text: str) -> Condition:
    """Match the documents whose lexemes answer a tsquery."""
    return documents.c.words.bool_op("@@")(tsquery(text))


def among(text: str) -> Condition:
    """Match the documents whose lexemes answer a tsquery by the index alone, without reading the lexemes of others."""
    others = documents.alias()
    return documents.c.number.in_(select(others.c.number).where(others.c.words.bool_op("@@")(tsquery(text))))


def word_lexemes(key: str) -> list[str]:
    """Give the lexemes a word is looked for by: itself, and its stems in text and title."""
    return [key, *(mark + stem for stem in stems(key) for mark in (STEM, TITLE_STEM))]


def open_to(allowed: Iterable[str]) -> Condition:
    """Match the documents that any of the keys opens."""
    return documents.c.access.overlap(sorted(allowed))  # type: ignore[no-any-return]


def filtered(filters: Mapping[str, Iterable[str]]) -> Condition:
    """Match the documents with any of the values in each of the fields."""
    return and_(
        true(),
        *(documents.c.fields.overlap([f"{name}={value}" for value in values]) for name, values in filters.items()),
    )


def words_near(connection: Connection, key: str, edits: int, mark: str = "") -> dict[str, int]:
    """Give the words of the index that are at most so many edits away, with their documents."""
    first = mark + key[:1]
    length = func.length(words.c.word)
    nearby = select(words.c.word, words.c.documents).where(
        words.c.word >= first, words.c.word < f"{first}\U0010ffff",
        length.between(len(mark + key) - edits, len(mark + key) + edits),
    )  # fmt: skip
    counts = {word[len(mark) :]: many for word, many in connection.execute(nearby)}
    return {word: counts[word] for word in near(key, counts, edits)}


class Asking:
    """Turns the parts of a query into SQL; knows how rare each lexeme is among so many documents."""

    def __init__(self, connection: Connection, count: int, average: float) -> None:
        self._connection = connection
        self._count = count
        self._shortness = once_in(documents.c.length, average)
        self._known: dict[str, int] = {}

    def clauses(self, clauses: Sequence[Clause]) -> Match:
        """Match what all clauses match; every document, with the score 1, without any."""
        self._learn(part for clause in clauses for group in (*clause.groups, clause.also) for part in group)
        return self._all_of([self._clause(each) for each in clauses])

    def any_part(self, parts: Sequence[Part]) -> Condition:
        """Match what any part matches."""
        return self._any_of(parts).condition

    def _learn(self, parts: Iterable[Part]) -> None:
        """Read how many documents hold the lexemes of some parts, in one query."""
        wanted: set[str] = set()
        for part in parts:
            inner = part.part if isinstance(part, InField) else part
            if isinstance(inner, Word):
                wanted.update(word_lexemes(inner.key))
            elif isinstance(inner, Phrase):
                wanted.update(inner.keys)
        if wanted:
            rows = select(words.c.word, words.c.documents).where(words.c.word.in_(sorted(wanted)))
            for word, many in self._connection.execute(rows):
                self._known[word] = many

    def _clause(self, clause: Clause) -> Match:
        match = self._all_of([self._any_of(group) for group in clause.groups])
        if not clause.also:
            return match
        also = self._any_of(clause.also)
        score = case((match.condition, match.score), else_=0.0) + ALSO_WEIGHT * also.score
        rough = match.rough + ALSO_WEIGHT * also.rough
        return Match(or_(match.condition, also.condition), score, rough, match.most + also.most)

    @staticmethod
    def _all_of(matches: Sequence[Match]) -> Match:
        if not matches:
            return Match(true(), literal(1.0), literal(1.0))
        score, rough = (reduce(add, some) for some in zip(*((each.score, each.rough) for each in matches), strict=True))
        return Match(and_(*(each.condition for each in matches)), score, rough, min(each.most for each in matches))

    def _any_of(self, parts: Sequence[Part]) -> Match:
        matches = [self._part(part) for part in parts]
        if not matches:
            return Match(false(), literal(0.0), literal(0.0), 0)
        if len(matches) == 1:
            return matches[0]
        scores = [
            each.score if isinstance(part, Word) else case((each.condition, each.score), else_=0.0)
            for part, each in zip(parts, matches, strict=True)
        ]
        rough = reduce(add, (each.rough for each in matches))
        return Match(
            or_(*(each.condition for each in matches)), reduce(add, scores), rough, sum(each.most for each in matches)
        )

    def _part(self, part: Part) -> Match:
        match part:
            case Word(key):
                return self._word(word_lexemes(key))
            case Years(first, last):
                inside = and_(documents.c.first_year <= last, documents.c.last_year >= first)
                return Match(inside, literal(1.0), case((inside, 1.0), else_=0.0))
            case InField("title", Word(key)):
                return self._word([TITLE_STEM + stem for stem in stems(key)])
            case InField(field, inner):
                return self._inner(inner, field)
            case _:
                return self._inner(part, "")

    def _inner(self, part: Word | Prefix | Similar | Phrase, field: str) -> Match:
        mark = _MARKS[field]
        match part:
            case Word(key):
                return self._word([mark + key])
            case Prefix(key):
                found = among(beginning(mark + key))
                return Match(holding(beginning(mark + key)), literal(1.0), case((found, 1.0), else_=0.0))
            case Similar(key, edits):
                return self._similar(key, edits, mark)
            case Phrase(keys):
                return self._phrase(keys, field)

    def _word(self, lexemes: Sequence[str]) -> Match:
        return Match(holding(any_of(lexemes)), self._score(lexemes), self._rough(lexemes), self._most(lexemes))

    def _similar(self, key: str, edits: int, mark: str) -> Match:
        """Match words near the given one; the further away, the less they count."""
        counts = words_near(self._connection, key, edits, mark)
        ranked = sorted((distance(key, word), -many, mark + word) for word, many in counts.items())[:MOST_SIMILAR]
        if not ranked:
            return Match(false(), literal(0.0), literal(0.0), 0)
        self._known |= {lexeme: -many for _, many, lexeme in ranked}
        alike = {away: [lexeme for edits, _, lexeme in ranked if edits == away] for away, _, _ in ranked}
        score, rough = (
            reduce(add, (0.8**away * each(lexemes) for away, lexemes in alike.items()))
            for each in (self._score, self._rough)
        )
        lexemes = [lexeme for _, _, lexeme in ranked]
        return Match(holding(any_of(lexemes)), score, rough, self._most(lexemes))

    def _phrase(self, keys: Sequence[str], field: str) -> Match:
        """Match words that follow one another: in a passage, or in what is said in a field."""
        mark = _MARKS[field]
        score = reduce(add, (self._score([key]) for key in dict.fromkeys(keys)))
        most = min(self._most([mark + key]) for key in keys) if not field else inf
        together = holding(all_of(mark + key for key in keys))
        if field:
            said = func.concat(" ", _KEYS[field], " ")
            return self._equal(and_(together, said.like(f"% {' '.join(keys)} %")), score, most)
        if len(keys) == 1:
            return self._equal(among(all_of(keys)), score, most)
        found = select(passages.c.document).where(passages.c.words.bool_op("@@")(tsquery(following(keys))))
        return self._equal(documents.c.number.in_(found), score, most)

    def _equal(self, condition: Condition, score: Score, most: float) -> Match:
        """Match documents among which only the length of the text tells which is likely to be better."""
        return Match(condition, score, case((condition, self._shortness), else_=0.0), most)

    def _most(self, lexemes: Sequence[str]) -> float:
        return sum(self._known.get(each, 0) for each in lexemes)

    def _rarity(self, lexemes: Sequence[str]) -> float:
        """Reckon how much some lexemes that stand for one thing count, as rare as the most frequent of them."""
        many = max((self._known.get(each, 0) for each in lexemes), default=0)
        return max(log(max(self._count, 1) / (many + 1)) + 1, 0.1)

    def _rough(self, lexemes: Sequence[str]) -> Score:
        """Score documents as if each held its words once, in text or title: all that the index alone can tell."""
        title = [each for each in lexemes if each.startswith(TITLE_STEM)]
        text = [each for each in lexemes if each not in title]
        parts = [
            case((among(any_of(some)), weight * factor), else_=0.0)
            for some, weight, factor in (
                (text, EXACT_WEIGHT + STEM_WEIGHT, self._shortness),
                (title, TITLE_WEIGHT, 1.0),
            )
            if some
        ]
        return self._rarity(lexemes) * reduce(add, parts)

    def _score(self, lexemes: Sequence[str]) -> Score:
        """Score documents by what some lexemes that stand for one thing weigh in them."""
        weights = cast(literal(LABEL_WEIGHTS), ARRAY(REAL))
        rank = func.ts_rank(weights, documents.c.words, tsquery(any_of(lexemes)))
        return self._rarity(lexemes) * len(set(lexemes)) * UNIT * rank
