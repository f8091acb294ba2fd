"""Sites whose transactions really commit, each on a database of its own: for tests of processes and threads."""

import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url

from rmtc.config import Settings
from rmtc.db import make_engine
from rmtc.schema import upgrade
from rmtc.site import Site, open_site
from tests.machine import postgres_address


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database to copy."""
    path = tmp_path_factory.mktemp("empty") / "rmtc.sqlite3"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def empty_postgres() -> Iterator[Callable[[], URL]]:
    """A migrated database; each call gives the address of a new copy of it."""
    server = make_url(postgres_address().replace("postgresql:", "postgresql+psycopg:"))
    made = [server.set(database=f"template_{uuid.uuid4().hex[:12]}")]
    engine = make_engine(server.render_as_string(hide_password=False), isolation_level="AUTOCOMMIT")

    def create(address: URL, template: str) -> URL:
        with engine.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{address.database}" TEMPLATE "{template}"')
        return address

    def copy() -> URL:
        made.append(server.set(database=f"test_{uuid.uuid4().hex[:12]}"))
        return create(made[-1], str(made[0].database))

    create(made[0], "template0")
    filled = make_engine(made[0].render_as_string(hide_password=False))
    upgrade(filled)
    filled.dispose()
    yield copy
    with engine.connect() as connection:
        for address in made:
            connection.exec_driver_sql(f'DROP DATABASE "{address.database}" WITH (FORCE)')
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def real_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of a fresh, migrated site on each kind of database."""
    data = tmp_path / "data"
    data.mkdir()
    if request.param == "postgresql":
        address: URL = request.getfixturevalue("empty_postgres")()
        return Settings(data=data, database_url=address.render_as_string(hide_password=False))
    shutil.copy(request.getfixturevalue("empty_sqlite"), data / "rmtc.sqlite3")
    return Settings(data=data)


@pytest.fixture
def real_site(real_settings: Settings) -> Iterator[Site]:
    """A fresh site whose transactions commit."""
    with open_site(real_settings) as site:
        yield site
