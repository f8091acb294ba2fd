"""A site that all tests of a module share, which only look at it or undo what they do."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.datastructures import State

from library.finding.indexing import index_of
from rmtc.config import Settings
from rmtc.db import WriteSession
from rmtc.main import equip
from rmtc.site import Site
from tests.conftest import OneConnection


@contextmanager
def lasting_site(
    app: FastAPI, settings: Settings, engine: Engine, folder: Path
) -> Iterator[tuple[Site, OneConnection, WriteSession]]:
    """The application on a folder and in a transaction of its own, which is undone at the end."""
    kept = {name: app.state[name] for name in app.state}
    with engine.connect().execution_options(writes=True) as connection, connection.begin() as undone:
        database = OneConnection(engine, connection)
        site = Site(settings.model_copy(update={"data": folder}), database)
        equip(app, site.settings, database)
        with database.session() as session:
            yield site, database, WriteSession(session)
        undone.rollback()
    index_of(site.settings).close()
    app.state = State(kept)
