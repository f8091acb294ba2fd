"""An index of either engine to be measured, taken away afterwards.

For PostgreSQL `RMTC_TEST_POSTGRES` names a database in which schemas may be made (`scripts/postgres.sh start FOLDER`).
"""

import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from rmtc.db import make_engine
from rmtc.search.engines.postgresql_tables import metadata
from rmtc.search.index import SearchIndex
from rmtc.search.postgresql_index import PostgresqlIndex
from rmtc.search.whoosh_index import WhooshIndex

ENGINES = ("whoosh", "postgresql")
Make = Callable[[], SearchIndex]


@contextmanager
def an_index(engine: str) -> Iterator[Make]:
    """Give what opens the same index again and again."""
    if engine == "whoosh":
        with tempfile.TemporaryDirectory() as folder:
            yield lambda: WhooshIndex(Path(folder))
        return
    given = os.environ["RMTC_TEST_POSTGRES"].replace("{worker}", "main")
    address, schema = given.replace("postgresql:", "postgresql+psycopg:"), f"bench_{uuid.uuid4().hex[:8]}"
    database = make_engine(address, connect_args={"prepare_threshold": None, "options": f"-csearch_path={schema}"})
    with database.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
        metadata.create_all(connection)
    try:
        yield lambda: PostgresqlIndex(database)
    finally:
        with database.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        database.dispose()
