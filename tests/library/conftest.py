"""A site with its own folder for each test: store and index begin empty."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import Executable, delete, update

from library.finding.indexing import index_of
from rmtc.config import Settings
from rmtc.db import Database, make_engine
from rmtc.main import equip
from rmtc.search.engines.postgresql_tables import metadata, state
from rmtc.site import Site
from rmtc.worker import make_worker


@pytest.fixture
def site(settings: Settings, database: Database, tmp_path: Path) -> Iterator[Site]:
    """The open site of a test."""
    site = Site(settings.model_copy(update={"data": tmp_path}), database)
    if site.settings.search_engine == "postgresql":
        on_tables(site, [delete(table) for table in reversed(metadata.sorted_tables)])
    yield site
    index_of(site.settings).close()


def on_tables(site: Site, statements: list[Executable]) -> None:
    """Change the tables of the index, which are not in the transaction of the test."""
    engine = make_engine(site.settings.database)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)
    engine.dispose()


@pytest.fixture
def break_index(site: Site) -> Callable[[], None]:
    """Break the index of the site."""

    def break_it() -> None:
        if site.settings.search_engine == "postgresql":
            on_tables(site, [update(state).values(version=0)])
        else:
            (site.settings.data / "index" / "current.json").write_text("broken")

    return break_it


@pytest.fixture
def app(ready_app: FastAPI, site: Site) -> FastAPI:
    """The whole site, on the folder of the test."""
    equip(ready_app, site.settings, site.database)
    return ready_app


@pytest.fixture
def work(site: Site) -> Callable[[], int]:
    """Do all background work that is due: read texts, bring the index up to date."""
    return make_worker(site).run_due
