"""How Alembic reaches the database: always inside one transaction, on SQLite with foreign keys checked at its end."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON, Connection, Engine

from rmtc.config import Settings
from rmtc.db import Moment, make_engine
from rmtc.search.engines import postgresql_tables
from rmtc.tables import metadata

LOCK = 7_262_913  # any number nobody else uses: two `rmtc migrate` at once wait for each other


def engine_to_migrate() -> Engine:
    """The engine given by rmtc.schema, or the one of the settings when `alembic` is called by hand."""
    given: Engine | None = context.config.attributes.get("engine")
    return given or make_engine(Settings().database)


def render_type(kind: str, value: Any, autogenerate: AutogenContext) -> str | Literal[False]:
    """Write our column types in SQLAlchemy's own words, so that a migration outlives the code it came from."""
    if kind != "type":
        return False
    if isinstance(value, Moment):
        return "sa.DateTime(timezone=True)"
    if isinstance(value, JSON):
        autogenerate.imports.add("from sqlalchemy.dialects.postgresql import JSONB")
        return 'sa.JSON().with_variant(JSONB(), "postgresql")'
    return False


def migrate(connection: Connection) -> None:
    """Run the migrations; nothing of them stays when one of them, or the check of foreign keys, fails."""
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:  # outside the transaction, where the pragma has an effect
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=metadata if is_sqlite else [metadata, postgresql_tables.metadata],
        render_as_batch=is_sqlite,
        render_item=render_type,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if not is_sqlite:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        context.run_migrations()
        if is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
            raise RuntimeError(f"{len(broken)} rows point to nothing, the first in table {broken[0][0]}")
    if is_sqlite:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


with engine_to_migrate().execution_options(writes=True).connect() as open_connection:
    migrate(open_connection)
