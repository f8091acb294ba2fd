"""One page of the matches, their number and their facets, in one statement."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import CTE, Connection, Double, Select, cast, column, func, literal, null, select, union_all

from rmtc.search.index import Hit, Query

_HIT, _VALUE, _TOTAL = range(3)


def page_of(
    connection: Connection, matched: CTE, query: Query
) -> tuple[int, tuple[Hit, ...], Mapping[str, Mapping[str, int]]]:
    """Give the number of matches, the asked page of them, and how many hold each value of the asked facets."""
    rows = connection.execute(_statement(matched, query)).all()
    hits = sorted((each.place, Hit(each.name, each.score)) for each in rows if each.part == _HIT)
    total = next(each.place for each in rows if each.part == _TOTAL)
    counted = [(each.name, each.place) for each in rows if each.part == _VALUE]
    return total, tuple(hit for _, hit in hits), {name: _counts(name, counted) for name in query.facets}


def _statement(matched: CTE, query: Query) -> Any:
    """Ask for a page of the matches, their number and, where wanted, how many hold each value, all at once."""
    newest, best = matched.c.day.desc(), matched.c.score.desc()
    first = {"relevance": best, "newest": newest, "title": matched.c.title_key.asc()}[query.sort]
    order = (first, newest, best, matched.c.number)
    place = func.row_number().over(order_by=order)
    hits = select(literal(_HIT).label("part"), matched.c.id.label("name"), matched.c.score, place.label("place"))
    page = hits.order_by(*order).limit(query.limit).offset(query.offset).subquery()
    total = select(literal(_TOTAL), literal(""), cast(null(), Double), func.count()).select_from(matched)
    parts: list[Select[Any]] = [select(page), total]
    if query.facets:
        value = func.unnest(matched.c.fields).table_valued(column("value"), name="held").render_derived()
        counted = select(literal(_VALUE), value.c.value, cast(null(), Double), func.count())
        parts.append(counted.select_from(matched).join(value, literal(True)).group_by(value.c.value))
    return union_all(*parts)


def _counts(name: str, counted: Iterable[tuple[str, int]]) -> dict[str, int]:
    start = f"{name}="
    found = [(value.removeprefix(start), many) for value, many in counted if value.startswith(start)]
    return dict(sorted(found, key=lambda item: (-item[1], item[0])))
