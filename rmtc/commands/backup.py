"""The commands that make a backup and start again from one."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typer
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from sqlalchemy import inspect

from rmtc import schema
from rmtc.clock import now
from rmtc.commands.archive import Archive, unpack
from rmtc.config import Settings
from rmtc.db import make_engine
from rmtc.errors import Refusal
from rmtc.files.store import open_store
from rmtc.site import Site, open_site

app = typer.Typer(help="Everything needed to start again elsewhere, in one file.", no_args_is_help=True)

BACKUPS = "backups"
LEFT_OUT = frozenset({BACKUPS, "files", "incoming", "index", "outbox"})
"""Folders in DATA that are taken another way, or made again."""

DUMPS = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


@app.command("create")
def create(file: Path) -> None:
    """Make a backup while the site runs: database, files, keys."""
    if file.exists():
        raise Refusal(f"{file} exists already")
    with open_site() as site, TemporaryDirectory(dir=site.settings.data) as room:
        _refuse_among_the_kept(file.resolve(), site.settings.data.resolve())
        revision = schema.current_revision(site.database.engine)
        if revision is None:
            raise Refusal("there is no database yet: run `rmtc migrate`")
        file.parent.mkdir(parents=True, exist_ok=True)
        archive = Archive(file)
        try:
            count = _fill(archive, site, Path(room), revision)
        except BaseException:
            archive.discard()
            raise
    typer.echo(f"{file}: {count} files, {file.stat().st_size >> 20} MB. It holds keys and personal data: keep it safe.")


def _refuse_among_the_kept(file: Path, data: Path) -> None:
    """A backup within DATA would hold itself, and the next one both."""
    if file.is_relative_to(data) and not file.is_relative_to(data / BACKUPS):
        raise Refusal(f"backups are kept outside {data}, or in {data / BACKUPS}")


def _fill(archive: Archive, site: Site, room: Path, revision: str) -> int:
    # The database first: files are never changed, so everything it speaks of is there when they are read after it.
    kind = site.database.engine.dialect.name
    dump = room / DUMPS[kind]
    dump_database(site.settings, dump)
    archive.add(dump.name, dump)
    store = open_store(site.settings)
    for sha256, size in store.names():
        archive.add_pieces(f"files/{sha256}", store.read(sha256), size)
    for path in kept_in_data(site.settings):
        archive.add(f"data/{path.relative_to(site.settings.data)}", path)
    return archive.finish({"made_at": now().isoformat(), "kind": kind, "revision": revision})


def kept_in_data(settings: Settings) -> list[Path]:
    """What else lies in DATA and cannot be made again: the secret key, the signing keys, the noted heads."""
    file = settings.database_file
    beside = {file.with_name(file.name + ending) for ending in ("", "-wal", "-shm", "-journal")} if file else set()
    found = []
    for path in sorted(settings.data.rglob("*")):
        first = path.relative_to(settings.data).parts[0]
        rebuilt = first in LEFT_OUT or first.startswith("tmp") or path.absolute() in beside
        if path.is_file() and not rebuilt:
            found.append(path)
    return found


def dump_database(settings: Settings, target: Path) -> None:
    """Copy the database as it is at one moment, while others write."""
    if settings.database_file:
        with closing(sqlite3.connect(settings.database_file)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
        return
    _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={target}", f"--dbname={_address(settings)}")


@app.command("restore")
def restore(file: Path) -> None:
    """Start again from a backup, in an empty DATA and an empty database."""
    settings = Settings()
    if settings.data.exists() and any(settings.data.iterdir()):
        raise Refusal(f"{settings.data} is not empty: a backup is only restored where nothing can be lost")
    _require_empty_database(settings)
    settings.data.mkdir(parents=True, exist_ok=True)
    try:
        with TemporaryDirectory(dir=settings.data) as room:
            manifest = unpack(file, Path(room))
            _require_usable(settings, manifest)
            _put_back(settings, Path(room))
    except BaseException:
        for path in settings.data.iterdir():  # it was empty: what is there now is half a restore
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise
    typer.echo(f"Restored the site of {manifest['made_at']}. Next: rmtc migrate, then rmtc library reindex.")


def _put_back(settings: Settings, room: Path) -> None:
    store = open_store(settings)
    for path in sorted((room / "files").glob("*")):
        store.put(path, path.name)
    if (room / "data").exists():
        shutil.copytree(room / "data", settings.data, dirs_exist_ok=True)
    if settings.database_file:
        shutil.copy2(room / DUMPS["sqlite"], settings.database_file)
        return
    _postgres(
        "pg_restore", "--no-owner", "--exit-on-error", f"--dbname={_address(settings)}", room / DUMPS["postgresql"]
    )


def _require_usable(settings: Settings, manifest: dict[str, Any]) -> None:
    engine = make_engine(settings.database)
    kind = engine.dialect.name
    if manifest["kind"] != kind:
        raise Refusal(f"the backup is of a {manifest['kind']} database, DATABASE_URL names a {kind} one")
    try:
        schema.require_known(engine, manifest["revision"])
    except (CommandError, ResolutionError):
        raise Refusal("the backup comes from a newer version of the site: install that one first") from None
    finally:
        engine.dispose()


def _require_empty_database(settings: Settings) -> None:
    if settings.database_file:
        if settings.database_file.exists():
            raise Refusal("the database is not empty")
        return
    engine = make_engine(settings.database)
    names = inspect(engine).get_table_names()
    engine.dispose()
    if names:
        raise Refusal("the database is not empty")


def _address(settings: Settings) -> str:
    return settings.database.replace("postgresql+psycopg://", "postgresql://", 1)


def _postgres(program: str, *arguments: str | Path) -> None:
    found = shutil.which(program)
    if found is None:
        raise Refusal(f"{program} is missing: install postgresql-client, or back the database up with its own means")
    ended = subprocess.run([found, *map(str, arguments)], check=False, capture_output=True, text=True)
    if ended.returncode != 0:
        raise Refusal(f"{program} did not succeed: {ended.stderr.strip()}")
