"""The command that creates or upgrades the database."""

import typer

from rmtc import schema
from rmtc.config import Settings
from rmtc.db import make_engine


def migrate() -> None:
    """Create or upgrade the database."""
    settings = Settings()
    settings.data.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.database)
    before = schema.current_revision(engine)
    schema.upgrade(engine)
    after = schema.current_revision(engine)
    engine.dispose()
    typer.echo(f"The database is up to date ({after})." if before == after else f"The database is now at {after}.")
