"""The search index in PostgreSQL: for sites on several machines, which share a database but no folder."""

import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sqlalchemy import (
    CTE,
    Connection,
    Engine,
    Select,
    and_,
    cast,
    column,
    func,
    literal,
    not_,
    null,
    select,
    union_all,
)
from sqlalchemy import Float as Double
from sqlalchemy.exc import SQLAlchemyError

from rmtc.search.engines import postgresql_suggesting as suggesting
from rmtc.search.engines.postgresql_asking import Asking, filtered, open_to
from rmtc.search.engines.postgresql_tables import VERSION, documents, metadata, state
from rmtc.search.engines.postgresql_writing import Writing
from rmtc.search.expanding import clauses_of
from rmtc.search.index import Document, Hit, IndexDamaged, Query, Result, Status
from rmtc.search.syntax import parse

_T = TypeVar("_T")
_HIT, _VALUE, _TOTAL = range(3)
# PostgreSQL reckons reading all lexemes of all documents too cheap, and would do so for every second query.
_OPENED = select(state.c.version, state.c.documents, func.set_config("enable_seqscan", "off", True))


class PostgresqlIndex:
    """A search index in the tables of a migrated database. Safe for threads, processes and machines."""

    def __init__(self, engine: Engine, *, patience: float = 60.0) -> None:
        self._engine = engine
        self._writing = Writing(engine, patience)

    # Reading

    def search(self, query: Query) -> Result:
        """Answer a query; raises IndexDamaged when the index is missing or of another version."""
        started = time.perf_counter()
        wanted = parse(query.text)
        if query.text.strip() and not wanted.groups and not wanted.without:
            return Result(0, (), {name: {} for name in query.facets}, 0.0)
        clauses, also = clauses_of(wanted, query.expand)

        def answer(connection: Connection, count: int) -> Result:
            asking = Asking(connection, count)
            match = asking.clauses(clauses)
            conditions = [open_to(query.allowed), filtered(query.filters), match.condition]
            if wanted.without:
                conditions.append(not_(asking.any_part(wanted.without)))
            kept = documents.c
            matched = select(
                kept.number, kept.id, kept.day, kept.title_key, kept.fields, cast(match.score, Double).label("score")
            ).where(and_(*conditions))
            rows = connection.execute(_page(matched.cte("matched"), query)).all()
            hits = sorted((each.place, Hit(each.name, each.score)) for each in rows if each.part == _HIT)
            total = next(each.place for each in rows if each.part == _TOTAL)
            counted = [(each.name, each.place) for each in rows if each.part == _VALUE]
            facets = {name: _counts(name, counted) for name in query.facets}
            took = (time.perf_counter() - started) * 1000
            return Result(total, tuple(hit for _, hit in hits), facets, took, also)

        return self._read(answer)

    def completions(self, typed: str, allowed: frozenset[str], limit: int = 8) -> tuple[str, ...]:
        """Suggest how the last typed word may go on, from documents that the allowed keys open."""
        return self._read(lambda connection, _: suggesting.completions(connection, typed, open_to(allowed), limit))

    def correction(self, query: Query) -> str:
        """Give the typed text with its misspelt words mended, if that finds anything; empty otherwise."""
        return self._read(lambda connection, _: suggesting.mended(connection, query.text, open_to(query.allowed)))

    def stamps(self) -> dict[str, str]:
        """Give id and stamp of every indexed document; raises IndexDamaged."""
        rows = select(documents.c.id, documents.c.stamp)
        return self._read(lambda connection, _: {row.id: row.stamp for row in connection.execute(rows)})

    def status(self) -> Status:
        """Tell the number of documents and the size of the tables; raises IndexDamaged."""

        def describe(connection: Connection, count: int) -> Status:
            sizes = [connection.scalar(select(func.pg_total_relation_size(name))) for name in metadata.tables]
            return Status("postgresql", count, 1, sum(filter(None, sizes)))

        return self._read(describe)

    def _read(self, work: Callable[[Connection, int], _T]) -> _T:
        """Work in a short transaction of its own, knowing how many documents there are."""
        try:
            with self._engine.connect() as connection:
                found = connection.execute(_OPENED).one_or_none()
                if found is None:
                    raise IndexDamaged("There is no search index yet.")
                if found.version != VERSION:
                    raise IndexDamaged(f"The search index has version {found.version}, this program needs {VERSION}.")
                return work(connection, found.documents)
        except SQLAlchemyError as broken:
            raise IndexDamaged("The search index cannot be read.") from broken

    def close(self) -> None:
        """Close the connections; the index may be used again."""
        self._engine.dispose()

    # Writing

    def update(self, documents: Iterable[Document]) -> int:
        """Add or replace documents in one transaction and give their number; raises IndexDamaged, IndexBusy."""
        return self._writing.update(documents)

    def delete(self, ids: Iterable[str]) -> None:
        """Remove documents in one transaction; unknown ids are no error."""
        self._writing.delete(ids)

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Write all documents anew in one transaction; writers wait, readers go on with the former ones."""
        return self._writing.rebuild(documents)

    def tidy(self) -> bool:
        """Make the index quicker to read, at a quiet hour; tell whether there was anything to do."""
        return self._writing.tidy()


def _page(matched: CTE, query: Query) -> Any:
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
