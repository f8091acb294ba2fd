"""The demonstration site: made twice it stays the same, and everything about it verifies."""

import hashlib
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, Select, column, func, inspect, select, table, true

from rmtc import schema
from rmtc.config import Settings
from rmtc.db import Model, make_engine
from rmtc.site import open_site
from tests.slow.demonstration import fill, rmtc

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("demo"))


def counts(data: Path) -> dict[str, int]:
    with open_site(Settings(data=data)) as site, site.database.reading() as session:
        tables = Model.metadata.sorted_tables
        return {one.name: session.scalar(select(func.count()).select_from(one)) or 0 for one in tables}


def test_making_it_again_changes_nothing(data: Path) -> None:
    before = counts(data)
    assert rmtc(data, "demo").returncode == 0
    after = counts(data)
    lively = {"jobs"}
    assert {name: number for name, number in after.items() if name not in lively} == {
        name: number for name, number in before.items() if name not in lively
    }
    assert before["certificates"] >= 5 and before["resources"] >= 30 and before["courses"] == 3


def test_everything_about_it_verifies(data: Path, tmp_path: Path) -> None:
    for words in (("check",), ("audit", "verify")):
        answer = rmtc(data, *words)
        assert answer.returncode == 0, answer.stdout + answer.stderr
    record = tmp_path / "record.zip"
    exported = rmtc(data, "records", "export", "--centre", "--out", str(record))
    assert exported.returncode == 0, exported.stderr
    unknown = rmtc(data, "records", "verify", str(record))
    assert unknown.returncode == 1 and "intact, signer unknown" in unknown.stdout
    key = tmp_path / "key.pem"
    with zipfile.ZipFile(record) as archive:
        key.write_bytes(archive.read("issuer.pem"))
    known = rmtc(data, "records", "verify", str(record), "--key", str(key))
    assert known.returncode == 0, known.stdout + known.stderr


DERIVED = {"roles": column("scope_kind") != "runs"}
"""Rows that a newer version makes out of older ones: going down takes them away, going up makes them again."""


def contents(engine: Engine, columns: dict[str, list[str]]) -> dict[str, tuple[int, str]]:
    """How many rows each table has, and a checksum of these columns of them, whatever their order."""
    found = {}
    with engine.connect() as connection:
        for name, names in columns.items():
            asked: Select[Any] = (
                select(*(column(one) for one in names)).select_from(table(name)).where(DERIVED.get(name, true()))
            )
            rows = sorted(repr(tuple(row)) for row in connection.execute(asked))
            found[name] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    return found


def columns_of(engine: Engine) -> dict[str, list[str]]:
    tables = inspect(engine)
    names = (one for one in tables.get_table_names() if one != "alembic_version")
    return {name: sorted(column["name"] for column in tables.get_columns(name)) for name in names}


def rows_of(engine: Engine, name: str) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table(name))) or 0


def test_what_older_versions_know_survives_going_down_and_up(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    shutil.copy(data / "rmtc.sqlite3", copy)
    engine = make_engine(f"sqlite:///{copy}")
    oldest = ScriptDirectory.from_config(schema.alembic_config(engine)).get_base()
    assert oldest is not None
    newer = columns_of(engine)
    before = contents(engine, newer)
    derived = rows_of(engine, "roles")
    schema.downgrade(engine, oldest)
    older = columns_of(engine)
    surviving = {
        table: [one for one in names if one in newer[table]] for table, names in older.items() if table in newer
    }
    lowered = contents(engine, surviving)
    schema.upgrade(engine)
    assert contents(engine, surviving) == lowered
    assert rows_of(engine, "roles") == derived
    assert {name: found[0] for name, found in lowered.items()} == {name: before[name][0] for name in lowered}
    assert sum(number for number, _ in lowered.values()) > 1000
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    engine.dispose()


def test_everything_can_be_taken_down_and_made_again(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "emptied.sqlite3"
    shutil.copy(data / "rmtc.sqlite3", copy)
    engine = make_engine(f"sqlite:///{copy}")
    schema.downgrade(engine)
    schema.upgrade(engine)
    assert schema.current_revision(engine) == schema.newest_revision(engine)
    engine.dispose()
