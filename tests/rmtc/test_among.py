"""Lists of values as one parameter: the same answers as `in_` gives, and by an index."""

import pytest
from sqlalchemy import ColumnElement, Integer, String, insert, not_, or_, select

from library.collections.models import Collection
from library.resources.models import AccessLevel, Resource
from rmtc.among import among
from rmtc.db import Model, make_engine, rows
from tests.factories.library import make_record

KEYS = ["one", "o'two", 'thr"ee', "четири", "[5]", "\\6"]


@pytest.fixture(autouse=True)
def shelves(session) -> None:
    session.execute(insert(Collection), [{"key": key, "titles": {}, "descriptions": {}} for key in KEYS])
    session.flush()


def found(session, condition: ColumnElement[bool], wanted: object) -> set[str]:
    return {key for (key,) in rows(session, select(Collection.key).where(condition), {"wanted": wanted})}


@pytest.mark.parametrize("wanted", [[], KEYS[:1], KEYS[1:3], KEYS, ["missing", "one"], {"[5]", "5"}])
def test_texts_are_found_as_they_are(session, wanted) -> None:
    inside = among(Collection.key, "wanted", String())
    assert found(session, inside, wanted) == set(wanted) & set(KEYS)
    assert found(session, not_(inside), wanted) == set(KEYS) - set(wanted)
    assert found(session, or_(Collection.key == "one", inside), wanted) == {"one"} | (set(wanted) & set(KEYS))


def test_numbers_and_choices_are_found(session) -> None:
    record = make_record(session, "Law", access=AccessLevel.SIGNED_IN)
    session.flush()
    for of, column, right, wrong in (
        (Integer(), Resource.id, [record.id, 999], []),
        (String(), Resource.access, [AccessLevel.SIGNED_IN], [AccessLevel.PUBLIC, AccessLevel.STAFF]),
    ):
        asked = select(Resource.id).where(among(column, "wanted", of))
        assert rows(session, asked, {"wanted": right}).all() == [(record.id,)]
        assert rows(session, asked, {"wanted": wrong}).all() == []


def test_two_conditions_of_one_statement_are_told_apart(session) -> None:
    both = select(Collection.key).where(
        among(Collection.key, "some", String()), not_(among(Collection.key, "others", String()))
    )
    assert rows(session, both, {"some": KEYS[:3], "others": KEYS[1:]}).all() == [("one",)]


def test_sqlite_answers_by_an_index() -> None:
    engine = make_engine("sqlite://")
    asked = select(Collection.key).where(among(Collection.key, "wanted", String()))
    written = f"EXPLAIN QUERY PLAN {asked.compile(engine)}"
    with engine.begin() as connection:
        Model.metadata.create_all(connection)
        plan = connection.exec_driver_sql(written, ('["one"]',)).all()
    engine.dispose()
    assert any("SEARCH collections USING" in row[-1] for row in plan), plan
