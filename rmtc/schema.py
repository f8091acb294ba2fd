"""Bringing the database to the newest schema, and saying which one it has."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def alembic_config(engine: Engine) -> Config:
    """What Alembic's commands need to work on this database."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Create the tables, or bring them to a revision; running it again changes nothing."""
    command.upgrade(alembic_config(engine), revision)


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Go back to an earlier revision; what only newer tables hold is lost."""
    command.downgrade(alembic_config(engine), revision)


def current_revision(engine: Engine) -> str | None:
    """The revision the database has; None when it has never been migrated."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision(engine: Engine) -> str | None:
    """The revision this version of the site needs."""
    return ScriptDirectory.from_config(alembic_config(engine)).get_current_head()


def require_known(engine: Engine, revision: str) -> None:
    """Raise Alembic's CommandError when this version of the site has never heard of a revision."""
    ScriptDirectory.from_config(alembic_config(engine)).get_revision(revision)
