"""One page of the matches, their number and their facets, in one statement."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import CTE, ColumnElement, Connection, Double, Select, cast, func, literal, null, select, union_all

from rmtc.search.engines.postgresql_asking import Condition, Match
from rmtc.search.engines.postgresql_tables import documents
from rmtc.search.index import Hit, Query

CANDIDATES: Final = 500
"""So many matches are scored exactly where there are more: those that promise most by what the index alone tells."""
_HIT, _VALUE, _TOTAL = range(3)


def page_of(
    connection: Connection, match: Match, conditions: Iterable[Condition], query: Query
) -> tuple[int, tuple[Hit, ...], Mapping[str, Mapping[str, int]]]:
    """Give the number of matches, the asked page of them, and how many hold each value of the asked facets."""
    rows = connection.execute(_statement(match, conditions, query)).all()
    hits = sorted((each.place, Hit(each.name, each.score)) for each in rows if each.part == _HIT)
    total = next(each.place for each in rows if each.part == _TOTAL)
    counted = [(each.name, each.place) for each in rows if each.part == _VALUE]
    return total, tuple(hit for _, hit in hits), {name: _counts(name, counted) for name in query.facets}


def _statement(match: Match, conditions: Iterable[Condition], query: Query) -> Any:
    """Ask for a page of the matches, their number and, where wanted, how many hold each value, all at once."""
    kept = documents.c
    roughly = match.most > CANDIDATES
    score = cast(match.rough if roughly else match.score, Double).label("score")
    all_kept = select(kept.number, kept.id, kept.day, kept.title_key, kept.fields, score)
    matched = all_kept.where(match.condition, *conditions).cte("matched")
    ranked = _best(matched, match, query) if roughly else matched
    order = _order(ranked, query)
    place = func.row_number().over(order_by=order)
    hits = select(literal(_HIT).label("part"), ranked.c.id.label("name"), ranked.c.score, place.label("place"))
    page = hits.order_by(*order).limit(query.limit).offset(query.offset).subquery()
    total = select(literal(_TOTAL), literal(""), cast(null(), Double), func.count()).select_from(matched)
    parts: list[Select[Any]] = [select(page), total]
    if query.facets:
        value = func.unnest(matched.c.fields).label("value")
        values = select(value).select_from(matched).subquery()
        counted = select(literal(_VALUE), values.c.value, cast(null(), Double), func.count())
        parts.append(counted.group_by(values.c.value))
    return union_all(*parts)


def _order(found: CTE, query: Query) -> tuple[ColumnElement[Any], ...]:
    newest, best = found.c.day.desc(), found.c.score.desc()
    first = {"relevance": best, "newest": newest, "title": found.c.title_key.asc()}[query.sort]
    return first, newest, best, found.c.number


def _best(matched: CTE, match: Match, query: Query) -> CTE:
    """Score those matches that promise most: to read the words of all takes longer than everything else together."""
    last = query.offset + query.limit
    many = max(CANDIDATES, last) if query.sort == "relevance" else last
    some = select(matched.c.number).order_by(*_order(matched, query)).limit(many).cte("some")
    kept = documents.c
    score = cast(match.score, Double).label("score")
    return (
        select(kept.number, kept.id, kept.day, kept.title_key, score)
        .join(some, some.c.number == kept.number)
        .cte("best")
    )


def _counts(name: str, counted: Iterable[tuple[str, int]]) -> dict[str, int]:
    start = f"{name}="
    found = [(value.removeprefix(start), many) for value, many in counted if value.startswith(start)]
    return dict(sorted(found, key=lambda item: (-item[1], item[0])))
