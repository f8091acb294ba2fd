"""The search index in PostgreSQL: for sites on several machines, which share a database but no folder."""

import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Row, func, not_, select
from sqlalchemy.exc import SQLAlchemyError

from rmtc.search.engines import postgresql_suggesting as suggesting
from rmtc.search.engines.postgresql_asking import Asking, filtered, open_to
from rmtc.search.engines.postgresql_paging import page_of
from rmtc.search.engines.postgresql_tables import VERSION, documents, metadata, state
from rmtc.search.engines.postgresql_writing import Writing
from rmtc.search.expanding import clauses_of
from rmtc.search.index import Document, IndexDamaged, Query, Result, Status
from rmtc.search.syntax import parse

_T = TypeVar("_T")
Sums = Row[*tuple[Any, ...]]
# PostgreSQL reckons reading all lexemes of all documents too cheap, and would do so for every second query.
_OPENED = select(state.c.version, state.c.documents, state.c.words, func.set_config("enable_seqscan", "off", True))


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

        def answer(connection: Connection, sums: Sums) -> Result:
            asking = Asking(connection, sums.documents, sums.words / max(sums.documents, 1))
            match = asking.clauses(clauses)
            conditions = [open_to(query.allowed), filtered(query.filters)]
            if wanted.without:
                conditions.append(not_(asking.any_part(wanted.without)))
            total, hits, facets = page_of(connection, match, conditions, query)
            took = (time.perf_counter() - started) * 1000
            return Result(total, hits, facets, took, also)

        return self._read(answer)

    def completions(self, typed: str, allowed: frozenset[str], limit: int = 8) -> tuple[str, ...]:
        """Suggest how the last typed word may go on, from documents that the allowed keys open."""
        return self._read(lambda connection, _: suggesting.completions(connection, typed, open_to(allowed), limit))

    def correction(self, query: Query) -> str:
        """Give the typed text with its misspelt words mended, if that finds anything; empty otherwise."""
        return self._read(lambda connection, _: suggesting.mended(connection, query.text, open_to(query.allowed)))

    def verify(self) -> None:
        """Look whether there are as many documents as it says; raises IndexDamaged."""
        many = select(func.count()).select_from(documents).scalar_subquery()

        def compare(connection: Connection, _sums: Sums) -> None:
            # Asked at once: between two statements a change may be committed.
            said, there = connection.execute(select(state.c.documents, many)).one()
            if said != there:
                raise IndexDamaged("The search index does not hold as many documents as it says.")

        self._read(compare)

    def stamps(self) -> dict[str, str]:
        """Give id and stamp of every indexed document; raises IndexDamaged."""
        rows = select(documents.c.id, documents.c.stamp)
        return self._read(lambda connection, _: {row.id: row.stamp for row in connection.execute(rows)})

    def status(self) -> Status:
        """Tell the number of documents and the size of the tables; raises IndexDamaged."""

        def describe(connection: Connection, sums: Sums) -> Status:
            sizes = [connection.scalar(select(func.pg_total_relation_size(name))) for name in metadata.tables]
            return Status("postgresql", sums.documents, 1, sum(filter(None, sizes)))

        return self._read(describe)

    def _read(self, work: Callable[[Connection, Sums], _T]) -> _T:
        """Work in a short transaction of its own, knowing how many documents and words there are."""
        try:
            with self._engine.connect() as connection:
                found = connection.execute(_OPENED).one_or_none()
                if found is None:
                    raise IndexDamaged("There is no search index yet.")
                if found.version != VERSION:
                    raise IndexDamaged(f"The search index has version {found.version}, this program needs {VERSION}.")
                return work(connection, found)
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

    def settle(self) -> bool:
        """Do nothing: PostgreSQL settles what changes leave by itself."""
        return False

    def tidy(self) -> bool:
        """Make the index quicker to read, at a quiet hour; tell whether there was anything to do."""
        return self._writing.tidy()
