"""What only the index in PostgreSQL has: another version, writers that wait, very long documents, phrases in them."""

import threading
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine, delete, insert, select, text, update

from rmtc.search.engines.postgresql_tables import documents, metadata, state, words
from rmtc.search.index import Document, IndexBusy, IndexDamaged, Query
from rmtc.search.postgresql_index import PostgresqlIndex
from tests.rmtc.search.test_index_care import read_until

PUBLIC = frozenset({"public"})
ALL = Query("", PUBLIC, limit=1000)


def some(count: int, word: str = "azil") -> list[Document]:
    return [
        Document(str(number), f"{word} {number}", (f"{word} tekst",), access=PUBLIC, fields={"type": [str(number % 3)]})
        for number in range(count)
    ]


@pytest.fixture
def index(index_database: Engine) -> Iterator[PostgresqlIndex]:
    with index_database.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))
    index = PostgresqlIndex(index_database, patience=0.2)
    yield index
    index.close()


def test_without_an_index_a_search_says_so_and_the_first_change_makes_one(index: PostgresqlIndex) -> None:
    with pytest.raises(IndexDamaged):
        index.search(ALL)
    index.update(some(2))
    assert index.search(ALL).total == 2


def test_another_version_or_a_missing_table_is_damage_and_a_rebuild_heals_the_first(
    index: PostgresqlIndex, index_database: Engine
) -> None:
    index.rebuild(some(3))
    with index_database.begin() as connection:
        connection.execute(update(state).values(version=0))
    for asked in (lambda: index.search(ALL), index.status, index.stamps, lambda: index.update(some(1))):
        with pytest.raises(IndexDamaged):
            asked()
    index.rebuild(some(3))
    assert index.search(ALL).total == 3
    with index_database.connect() as connection:
        connection.execute(text("ALTER TABLE index_words RENAME TO elsewhere"))
        connection.commit()
        try:
            with pytest.raises(IndexDamaged):
                index.search(Query("azil", PUBLIC))
        finally:
            connection.execute(text("ALTER TABLE elsewhere RENAME TO index_words"))
            connection.commit()


def test_a_rebuild_that_fails_leaves_the_old_index_in_use(index: PostgresqlIndex) -> None:
    index.rebuild(some(3))

    def broken() -> Iterator[Document]:
        yield from some(250)
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        index.rebuild(broken())
    assert index.search(ALL).total == 3


def test_a_second_writer_waits_and_then_gives_up(index: PostgresqlIndex, index_database: Engine) -> None:
    with index_database.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(7262914)"))
        with pytest.raises(IndexBusy):
            index.update(some(1))
    assert index.update(some(1)) == 1


def test_the_one_writer_waits_longer_for_what_the_server_itself_holds(
    index: PostgresqlIndex, index_database: Engine
) -> None:
    index.rebuild(some(3))
    with index_database.connect() as connection:
        connection.execute(select(words).with_for_update())
        let_go = threading.Timer(0.6, connection.rollback)  # thrice the patience with another writer
        let_go.start()
        assert index.update(some(1)) == 1
        let_go.join()


def test_words_are_counted_as_documents_come_and_go(index: PostgresqlIndex, index_database: Engine) -> None:
    index.rebuild(some(4))
    index.update([*some(2, "smeštaj"), Document("x", "azil", access=PUBLIC)])
    index.delete(["3", "unknown"])
    kept = select(words.c.word, words.c.documents).where(words.c.documents > 0)
    with index_database.connect() as connection:
        by_hand = dict(connection.execute(kept).all())
        sums = connection.execute(select(state.c.documents, state.c.words, state.c.title_words)).one()
        lengths = connection.execute(select(documents.c.length, documents.c.title_length)).all()
    assert tuple(sums) == (4, sum(length for length, _ in lengths), sum(title for _, title in lengths))
    index.rebuild([*some(2, "smeštaj"), some(4)[2], Document("x", "azil", access=PUBLIC)])
    with index_database.connect() as connection:
        assert dict(connection.execute(kept).all()) == by_hand
    assert by_hand["azil"] == by_hand["smestaj"] == 2


def test_phrases_are_found_at_the_end_of_long_documents_and_across_their_pages(index: PostgresqlIndex) -> None:
    filling = " ".join(f"w{number % 5000}" for number in range(40_000))
    pages = (filling, "lokalni akcioni", "plan", filling + " kraj knjige")
    index.rebuild([Document("1", "Knjiga", pages, access=PUBLIC), Document("2", "Plan lokalni akcioni", access=PUBLIC)])
    for phrase in (
        '"lokalni akcioni plan"',
        '"kraj knjige"',
        f'"{" ".join(filling.split()[-20:])} kraj knjige"',
        '"w4999 w0 w1"',
    ):
        assert [hit.id for hit in index.search(Query(phrase, PUBLIC)).hits] == ["1"], phrase
    assert index.search(Query('"plan akcioni"', PUBLIC)).total == 0


def test_what_no_tsvector_can_hold_is_still_taken_in(index: PostgresqlIndex) -> None:
    endless = " ".join(f"reč{number}x" for number in range(150_000))
    odd = "a" * 5000 + " 'x' \\ & | ! <-> :* 多言語 \0 kraj"
    index.rebuild([Document("1", "Naslov", (endless,), access=PUBLIC), Document("2", odd, (odd,), access=PUBLIC)])
    assert [hit.id for hit in index.search(Query("naslov", PUBLIC)).hits] == ["1"]
    assert [hit.id for hit in index.search(Query("reč5x", PUBLIC)).hits] == ["1"]
    for typed in ("kraj", "a" * 5000, "多言語", "title:kraj", "'x' kraj"):
        assert [hit.id for hit in index.search(Query(typed, PUBLIC)).hits] == ["2"], typed


def test_readers_go_on_while_the_index_is_written_and_rebuilt(index: PostgresqlIndex) -> None:
    index.rebuild(some(60))
    stop, wrong = threading.Event(), list[object]()
    readers = [threading.Thread(target=read_until, args=(stop, index, wrong)) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(9):
        index.update(some(5))
        if number % 4 == 0:
            index.rebuild(some(60))
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []


def test_years_beyond_reason_do_not_break_the_index(index: PostgresqlIndex, index_database: Engine) -> None:
    far = Document("1", "Daleko", access=PUBLIC, published=date(9999, 1, 1), fields={"year": ["123456"]})
    index.rebuild([far])
    assert index.search(Query("daleko year:2000..9999", PUBLIC)).total == 1
    with index_database.begin() as connection:
        connection.execute(delete(state))
        connection.execute(insert(state).values(version=7, documents=0, words=0, title_words=0))
    with pytest.raises(IndexDamaged):
        index.search(ALL)
