"""The database: tables, engines, transactions, and what kind of session a function needs."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NewType, TypeVarTuple

from sqlalchemy import (
    JSON,
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    create_engine,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.sql.selectable import TypedReturnsRows
from sqlalchemy.types import TypeDecorator

Columns = TypeVarTuple("Columns")
ReadSession = NewType("ReadSession", Session)
WriteSession = NewType("WriteSession", ReadSession)  # also good where a ReadSession is asked for

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; a datetime without a zone is a mistake and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC (SQLite keeps no zone)."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


Choice = Enum(
    StrEnum,
    native_enum=False,
    create_constraint=False,
    length=20,
    values_callable=lambda kind: [one.value for one in kind],
)
Document = JSON().with_variant(JSONB(), "postgresql")


class Model(DeclarativeBase):
    """Base of every table: moments have zones, choices are kept by value, dicts and lists as JSON."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: Moment(),
        StrEnum: Choice,
        dict[str, Any]: Document,
        list[str]: Document,
        list[int]: Document,
        list[dict[str, Any]]: Document,
    }


def make_engine(url: str, **options: Any) -> Engine:
    """Open the database; SQLite gets real transactions, foreign keys, a write-ahead log and full syncing."""
    if not url.startswith("sqlite"):
        options = {"pool_size": 10, "max_overflow": 10, "pool_timeout": 5, "pool_pre_ping": True} | options
    engine = create_engine(url, **options)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    # To compile a statement takes PostgreSQL longer than any of ours runs: a tenth of a second and more for a search.
    wanted, connection.autocommit = connection.autocommit, True
    connection.execute("SET jit = off")
    connection.autocommit = wanted


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "busy_timeout=10000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Database:
    """Opens sessions: one for reading, which may be turned into one for writing, or a whole transaction at once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._for_writing = engine.execution_options(writes=True)
        # PostgreSQL gives each statement its own snapshot anyway; BEGIN and ROLLBACK are two round trips for nothing
        self._for_reading = engine if self.is_sqlite else engine.execution_options(isolation_level="AUTOCOMMIT")

    @property
    def is_sqlite(self) -> bool:
        """Say whether the database lets only one transaction write at a time."""
        return self.engine.dialect.name == "sqlite"

    def session(self) -> Session:
        """Open a session that reads; on SQLite its transaction begins with the first query."""
        return Session(self._for_reading, expire_on_commit=False)

    def turn_to_writing(self, session: Session) -> None:
        """End the reading transaction: what was read is read again, inside the transaction that writes."""
        session.rollback()
        session.bind = self._for_writing

    def apart_from(self, session: Session) -> "Database":
        """End the reading transaction of a request, before slow work with short transactions of its own."""
        session.rollback()
        return self

    @contextmanager
    def reading(self) -> Iterator[ReadSession]:
        """Read in one short transaction."""
        with self.session() as session:
            yield ReadSession(session)

    @contextmanager
    def writing(self) -> Iterator[WriteSession]:
        """Write in one short transaction: committed at the end, rolled back when the block raises."""
        with self.session() as session:
            self.turn_to_writing(session)
            yield WriteSession(ReadSession(session))
            session.commit()


def rows(
    session: Session, statement: TypedReturnsRows[*Columns], asked: Mapping[str, Any] | None = None
) -> CursorResult[*Columns]:
    """Ask for plain rows of columns, for pages that only show them: a quarter of what the same takes through objects.

    The statement is a constant with bound parameters; one that is put together for each question loses what is gained.
    """
    session.flush()  # as questions for objects do; with nothing to write it does nothing
    return session.connection().execute(statement, asked)
