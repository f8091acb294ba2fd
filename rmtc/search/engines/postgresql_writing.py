"""Writing to the index on PostgreSQL: one writer at a time, every change one transaction, so readers never wait."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, Engine, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_or_update
from sqlalchemy.exc import OperationalError

from rmtc.search.engines.counting import Counted, counted, years
from rmtc.search.engines.postgresql_lexemes import document_vector, passage_vectors
from rmtc.search.engines.postgresql_tables import VERSION, documents, passages, state, words
from rmtc.search.folding import fold
from rmtc.search.index import Document, IndexBusy, IndexDamaged

_BATCH: Final = 100
_LOCK: Final = 7_262_914
_LOCK_NOT_AVAILABLE: Final = "55P03"
_NO_YEARS: Final = (1, 0)
_LAST_YEAR: Final = 9_999


class Writing:
    """Changes an index; a writer waits for another one so many seconds."""

    def __init__(self, engine: Engine, patience: float) -> None:
        self._engine = engine
        self._patience = patience

    def update(self, changed: Iterable[Document]) -> int:
        """Add or replace documents in one transaction and give their number; raises IndexDamaged, IndexBusy."""
        latest = list({document.id: document for document in changed}.values())
        with self._transaction() as connection:
            _require_state(connection)
            _remove(connection, [document.id for document in latest])
            for batch in _batches(iter(latest)):
                _add(connection, batch)
                _count(connection, [document.id for document in batch])
        return len(latest)

    def delete(self, ids: Iterable[str]) -> None:
        """Remove documents in one transaction; unknown ids are no error."""
        with self._transaction() as connection:
            _require_state(connection)
            _remove(connection, list(ids))

    def rebuild(self, all_documents: Iterable[Document]) -> int:
        """Write all documents anew in one transaction; readers see the former ones until its end."""
        count, left = 0, iter(all_documents)
        with self._transaction() as connection:
            for table in (passages, documents, words, state):
                connection.execute(delete(table))
            _require_state(connection)
            for batch in _batches(left):
                _add(connection, batch)
                count += len(batch)
            _count_all(connection)
            _settle(connection)
            for table in (documents, passages, words):  # until then nothing is known of how rare a word is
                connection.execute(text(f"ANALYZE {table.name}"))
        return count

    def tidy(self) -> bool:
        """Put the latest words of the two indexes where they are found at once; tell whether there were any."""
        with self._transaction() as connection:
            return _settle(connection)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            try:
                connection.execute(select(func.set_config("lock_timeout", f"{int(self._patience * 1000) or 1}", True)))
                connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
                # From here on nobody else writes: what may still be held, as by autovacuum, is soon let go.
                connection.execute(text("SET LOCAL lock_timeout TO DEFAULT"))
            except OperationalError as busy:
                if getattr(busy.orig, "sqlstate", "") != _LOCK_NOT_AVAILABLE:
                    raise
                raise IndexBusy("The search index is being written by another process.") from busy
            yield connection


def _settle(connection: Connection) -> bool:
    """Sort new lexemes, which each query has to read through, into the indexes; tell whether there were any."""
    names = ("ix_index_documents_words", "ix_index_passages_words")
    moved = connection.execute(select(*map(func.gin_clean_pending_list, names))).one()
    return any(moved)


def _require_state(connection: Connection) -> None:
    version = connection.scalar(select(state.c.version))
    if version is None:
        connection.execute(insert(state).values(version=VERSION, documents=0, words=0, title_words=0))
    elif version != VERSION:
        raise IndexDamaged(f"The search index has version {version}, this program needs {VERSION}.")


def _batches(left: Iterator[Document]) -> Iterator[list[Document]]:
    while batch := list(islice(left, _BATCH)):
        yield batch


def _remove(connection: Connection, ids: Sequence[str]) -> None:
    """Take documents away, their words from the counts of words, their lengths from the sums."""
    gone = documents.c.id.in_(ids)
    lexeme = func.unnest(func.tsvector_to_array(documents.c.words)).label("word")
    held = select(lexeme).where(gone).subquery()
    many = select(held.c.word, func.count().label("many")).group_by(held.c.word).subquery()
    connection.execute(
        update(words).values(documents=words.c.documents - many.c.many).where(words.c.word == many.c.word)
    )
    _add_to_sums(connection, -1, gone)
    connection.execute(delete(documents).where(gone))


def _add(connection: Connection, batch: Sequence[Document]) -> None:
    """Write documents and their passages."""
    entries = [(document, counted(document)) for document in batch]
    count, total, title_total = connection.execute(select(state.c.documents, state.c.words, state.c.title_words)).one()
    some = [each.lengths for _, each in entries]
    # The first documents are measured by each other, later ones by those before them.
    average, title_average = (
        (total / count, title_total / count)
        if count
        else [sum(each[name] for each in some) / len(some) for name in ("exact", "title")]
    )
    rows = [_row(document, each, average, title_average) for document, each in entries]
    numbers = connection.scalars(insert(documents).returning(documents.c.number, sort_by_parameter_order=True), rows)
    parts = [
        {"document": number, "words": vector}
        for number, (_, each) in zip(numbers.all(), entries, strict=True)
        for vector in passage_vectors(each)
    ]
    connection.execute(insert(passages), parts)
    _add_to_sums(connection, 1, documents.c.id.in_([document.id for document in batch]))


def _add_to_sums(connection: Connection, sign: int, which: Any) -> None:
    length, title_length = (func.coalesce(func.sum(each), 0) for each in (documents.c.length, documents.c.title_length))
    count, total, title_total = connection.execute(select(func.count(), length, title_length).where(which)).one()
    sums = state.c
    connection.execute(
        update(state).values(
            documents=sums.documents + sign * count,
            words=sums.words + sign * total,
            title_words=sums.title_words + sign * title_total,
        )
    )


def _row(document: Document, each: Counted, average: float, title_average: float) -> dict[str, Any]:
    first_year, last_year = (min(year, _LAST_YEAR) for year in years(document) or _NO_YEARS)
    return {
        "id": document.id,
        "stamp": document.stamp,
        "title": document.title.replace("\0", ""),
        "title_key": fold(document.title),
        "creators_key": "  ".join(map(fold, document.creators)),
        "day": document.published.toordinal() if document.published else 0,
        "first_year": first_year,
        "last_year": last_year,
        "length": each.lengths["exact"],
        "title_length": each.lengths["title"],
        "fields": [f"{name}={value}" for name, values in document.fields.items() for value in dict.fromkeys(values)],
        "access": sorted(document.access),
        "words": document_vector(document, each, average, title_average),
    }


def _count(connection: Connection, ids: Sequence[str]) -> None:
    """Count the lexemes of new documents."""
    held = select(func.unnest(func.tsvector_to_array(documents.c.words)).label("word")).where(documents.c.id.in_(ids))
    some = held.subquery()
    many = select(some.c.word, func.count()).group_by(some.c.word).order_by(some.c.word)
    adding = insert_or_update(words).from_select(["word", "documents"], many)
    connection.execute(
        adding.on_conflict_do_update(
            index_elements=[words.c.word], set_={"documents": words.c.documents + adding.excluded.documents}
        )
    )


def _count_all(connection: Connection) -> None:
    """Count the lexemes of all documents."""
    statistics = text("SELECT word, ndoc FROM ts_stat('SELECT words FROM index_documents')")
    connection.execute(
        insert(words).from_select(["word", "documents"], statistics.columns(words.c.word, words.c.documents))
    )
