"""Suggestions from the words of the index, only ever from documents that the asker may see."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from sqlalchemy import BigInteger, Connection, Text, and_, cast, column, exists, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from rmtc.search.engines.postgresql_asking import Condition, holding, word_lexemes, words_near
from rmtc.search.engines.postgresql_lexemes import TITLE_WORD, any_of
from rmtc.search.engines.postgresql_tables import documents
from rmtc.search.engines.postgresql_tables import words as lexemes
from rmtc.search.folding import fold_word, words
from rmtc.search.nearness import distance
from rmtc.search.suggesting import SHORTEST_MENDED, begun_word, edits_for, written
from rmtc.search.suggesting import mended as all_mended

_AT_ONCE: Final = 24
_MOST_LOOKED_AT: Final = 400
_MOST_COUNTED: Final = 1000
"""Documents of a word are counted so far; words with more are as good as each other."""
_MOST_TITLES: Final = 40

Counted = list[tuple[str, int]]


def completions(connection: Connection, typed: str, seen: Condition, limit: int) -> tuple[str, ...]:
    """Suggest how the last word of a typed text may go on, the word of most visible documents first."""
    before, begun, key = begun_word(typed)
    if not key:
        return ()
    others = [holding(any_of(word_lexemes(other))) for other in map(fold_word, words(before)) if other]
    best = _best(connection, key, and_(seen, *others), limit)
    return tuple(before + written(word, _titles(connection, word, seen), like=begun) for word, _ in best)


def _best(connection: Connection, key: str, seen: Condition, limit: int) -> Counted:
    """Give the words with this beginning that most visible documents hold."""
    begun = (
        select(lexemes.c.word, lexemes.c.documents)
        .where(lexemes.c.word >= key, lexemes.c.word < f"{key}\U0010ffff")
        .order_by(lexemes.c.documents.desc(), lexemes.c.word)
    )
    return _most_seen(connection, [(word, many) for word, many in connection.execute(begun)], seen, limit)


def _most_seen(connection: Connection, candidates: Counted, seen: Condition, limit: int) -> Counted:
    """Give those of some words that most visible documents hold.

    Words come in the order of all their documents, ever more at once, and are looked at until no other can have as
    many visible ones. Words of hidden documents alone take no place among the many that are looked at.
    """
    best: Counted = []
    start, step = 0, _AT_ONCE
    while start < len(candidates) and len(best) < _MOST_LOOKED_AT:
        some = candidates[start : start + step]
        if len(best) >= limit and best[limit - 1][1] > min(some[0][1], _MOST_COUNTED):
            break
        best = sorted(best + _visible(connection, [word for word, _ in some], seen), key=lambda one: (-one[1], one[0]))
        start, step = start + step, step * 2
    return best[:limit]


def _visible(connection: Connection, some: Sequence[str], seen: Condition) -> Counted:
    """Count the visible documents of some words; words without any are left out."""
    queries = [any_of([word]) for word in some]
    both = func.unnest(literal(list(some), ARRAY(Text)), literal(queries, ARRAY(Text)))
    asked = both.table_valued(column("word", Text), column("query", Text), name="asked").render_derived()
    found = (
        select(literal(1))
        .select_from(documents)
        .where(seen, documents.c.words.bool_op("@@")(cast(asked.c.query, TSQUERY)))
        .limit(_MOST_COUNTED)
        .correlate(asked)
        .subquery()
    )
    many = select(func.count()).select_from(found).scalar_subquery()
    counted = connection.execute(select(asked.c.word, cast(many, BigInteger)))
    return [(word, count) for word, count in counted if count]


def _titles(connection: Connection, word: str, seen: Condition) -> Iterator[str]:
    """Give titles of visible documents in which a word stands."""
    titled = select(documents.c.title).where(seen, holding(any_of([TITLE_WORD + word])))
    return iter(connection.scalars(titled.order_by(documents.c.number).limit(_MOST_TITLES)))


def mended(connection: Connection, typed: str, seen: Condition) -> str:
    """Give the typed text with words that no visible document holds replaced by near ones that some do."""
    return all_mended(typed, lambda word: _nearest(connection, word, seen))


def _nearest(connection: Connection, word: str, seen: Condition) -> str:
    """Find the nearest word of the visible documents; empty if the given one is there already, or none is near."""
    key = fold_word(word)
    if len(key) < SHORTEST_MENDED or _stands(connection, key, seen):
        return ""
    alike = words_near(connection, key, edits_for(key))
    ranked = sorted((distance(key, each), -many, each) for each, many in alike.items())
    for _, some in groupby(ranked, key=lambda each: each[0]):
        for best, _ in _most_seen(connection, [(each, -many) for _, many, each in some], seen, 1):
            return written(best, _titles(connection, best, seen), like=word)
    return ""


def _stands(connection: Connection, key: str, seen: Condition) -> bool:
    anywhere = exists().where(seen, holding(any_of(word_lexemes(key))))
    return bool(connection.scalar(select(anywhere)))
