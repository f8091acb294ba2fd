"""What every test may ask for."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio.from_thread
import pytest
import structlog
from fastapi import FastAPI
from hypothesis import settings as hypothesis_settings
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session
from starlette.datastructures import State

from rmtc.accounts import passwords
from rmtc.commands.findings import OTHER_NAMES
from rmtc.config import Settings
from rmtc.db import Database, WriteSession, make_engine
from rmtc.main import equip, make_app
from rmtc.schema import upgrade
from tests.browsing import Browser
from tests.personas import Cast

pytest_plugins = ["tests.real_sites", "tests.spreading"]

# What has been loaded by now is no garbage, see tests/__init__.py.
gc.collect()
gc.freeze()

# Whoever runs a site on this machine may have set it up by the environment; the tests' own sites are not that one.
for name in [name for name in os.environ if name.startswith("RMTC_") and not name.startswith(OTHER_NAMES)]:
    del os.environ[name]

# How long one example takes says nothing on a machine that does other work beside it.
hypothesis_settings.register_profile("here", deadline=None)
hypothesis_settings.load_profile("here")

# The default draws every local variable of a mistake, which takes minutes for a page.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
    ]
)


class OneConnection(Database):
    """A database whose sessions all live in the transaction of one test, which is undone at its end."""

    def __init__(self, engine: Engine, connection: Connection) -> None:
        super().__init__(engine)
        self.connection = connection

    def session(self) -> Session:
        return Session(self.connection, join_transaction_mode="create_savepoint", expire_on_commit=False)

    def turn_to_writing(self, session: Session) -> None:
        session.rollback()


@pytest.fixture(scope="session", autouse=True)
def real_hasher() -> Iterator[PasswordHash]:
    """Hash passwords cheaply in tests; gives what hashes them otherwise."""
    real = passwords._hasher
    passwords._hasher = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    yield real
    passwords._hasher = real


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a site in a temporary folder, on the database that RMTC_TEST_DATABASE_URL names."""
    data = tmp_path_factory.mktemp("data")
    given: dict[str, Any] = {"search_engine": os.environ.get("RMTC_TEST_SEARCH_ENGINE", "whoosh")}
    return Settings(data=data, database_url=test_database_url(data), secret_key="not secret in tests", **given)


def test_database_url(data: Path) -> str:
    """The database of this test process: SQLite in a temporary folder, or one PostgreSQL database for each worker."""
    url = os.environ.get("RMTC_TEST_DATABASE_URL", "")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return url.replace("{worker}", worker) if url else f"sqlite:///{data}/test.sqlite3"


test_database_url.__test__ = False  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def engine(settings: Settings) -> Iterator[Engine]:
    """The database, made by the migrations as in real life."""
    engine = make_engine(settings.database)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
    upgrade(engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _reverse_what_has_no_order)
        engine.dispose()
    yield engine
    engine.dispose()


def _reverse_what_has_no_order(connection: Any, _record: Any) -> None:
    """Rows that nobody ordered come in any order, as PostgreSQL gives them: SQLite turns theirs round."""
    connection.execute("PRAGMA reverse_unordered_selects=ON")


@pytest.fixture
def database(engine: Engine) -> Iterator[OneConnection]:
    """The database of one test; whatever it did is undone."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin() as undone:
        yield OneConnection(engine, connection)
        undone.rollback()


@pytest.fixture
def session(database: OneConnection) -> Iterator[WriteSession]:
    """A session beside the site's own, for arranging and for looking."""
    with database.session() as session:
        yield session


@pytest.fixture(scope="session")
def one_event_loop() -> Iterator[None]:
    """Let all browsers share an event loop; to make one with its threads for each request costs as much as a page."""
    with anyio.from_thread.start_blocking_portal() as Browser.portal:
        yield
    Browser.portal = None


@pytest.fixture(scope="session")
def bare_app(settings: Settings, engine: Engine, one_event_loop: None) -> FastAPI:
    """The application, put together once: its first request works out every route, which takes long."""
    return make_app(settings, Database(engine))


@pytest.fixture
def ready_app(bare_app: FastAPI) -> Iterator[FastAPI]:
    """The application for one test, which may change its state."""
    kept = {name: bare_app.state[name] for name in bare_app.state}
    yield bare_app
    bare_app.state = State(kept)


@pytest.fixture
def app(ready_app: FastAPI, settings: Settings, database: OneConnection) -> FastAPI:
    """The whole site, on the database of one test."""
    equip(ready_app, settings, database)
    return ready_app


@pytest.fixture
def cast(session: WriteSession) -> Cast:
    """The personas, each made when first called for."""
    return Cast(session)


@pytest.fixture
def browse(app: FastAPI, session: WriteSession) -> Callable[..., Browser]:
    """Open a browser, signed in as somebody or as a visitor: `browse(cast.arta)`."""

    def open_browser(person: object = None) -> Browser:
        browser = Browser(app)
        if person is not None:
            browser.sign_in(session, person)
        return browser

    return open_browser


@pytest.fixture
def visitor(browse: Callable[..., Browser]) -> Browser:
    """A browser that nobody has signed in with."""
    return browse()
