"""Indexes of both engines: the tests that ask for `make_index` run on each of them."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, delete

from rmtc.db import make_engine
from rmtc.search.engines.postgresql_tables import metadata
from rmtc.search.index import SearchIndex
from rmtc.search.postgresql_index import PostgresqlIndex
from rmtc.search.whoosh_index import WhooshIndex

ENGINES = ("whoosh", "postgresql")
MakeIndex = Callable[[], SearchIndex]


@pytest.fixture(scope="session")
def index_database(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A migrated PostgreSQL database for indexes."""
    address = request.getfixturevalue("empty_postgres")()
    engine = make_engine(address.render_as_string(hide_password=False), connect_args={"prepare_threshold": None})
    yield engine
    engine.dispose()


@pytest.fixture(scope="module", params=ENGINES)
def make_index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeIndex]:
    """Make an empty index of each engine; on PostgreSQL it is the same one, emptied."""
    made: list[SearchIndex] = []

    def folder() -> SearchIndex:
        made.append(WhooshIndex(tmp_path_factory.mktemp("index")))
        return made[-1]

    def tables() -> SearchIndex:
        engine = request.getfixturevalue("index_database")
        with engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(delete(table))
        made.append(PostgresqlIndex(engine))
        return made[-1]

    yield folder if request.param == "whoosh" else tables
    for index in made:
        index.close()
