"""The open site: its settings and its database, for commands and background work."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rmtc.config import Settings
from rmtc.db import Database, make_engine


@dataclass(frozen=True)
class Site:
    """What work outside a request needs."""

    settings: Settings
    database: Database


@contextmanager
def open_site(settings: Settings | None = None) -> Iterator[Site]:
    """Open the site of the environment (or of the settings given); close the database afterwards."""
    settings = settings or Settings()
    settings.data.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.database)
    try:
        yield Site(settings, Database(engine))
    finally:
        engine.dispose()
