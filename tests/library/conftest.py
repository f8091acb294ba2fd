"""A site with its own folder for each test: store and index begin empty."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from library.finding.indexing import index_of
from rmtc.config import Settings
from rmtc.db import Database
from rmtc.main import equip
from rmtc.site import Site
from rmtc.worker import make_worker


@pytest.fixture
def site(settings: Settings, database: Database, tmp_path: Path) -> Iterator[Site]:
    """The open site of a test."""
    site = Site(settings.model_copy(update={"data": tmp_path}), database)
    yield site
    index_of(site.settings).close()


@pytest.fixture
def app(ready_app: FastAPI, site: Site) -> FastAPI:
    """The whole site, on the folder of the test."""
    equip(ready_app, site.settings, site.database)
    return ready_app


@pytest.fixture
def work(site: Site) -> Callable[[], int]:
    """Do all background work that is due: read texts, bring the index up to date."""
    return make_worker(site).run_due
