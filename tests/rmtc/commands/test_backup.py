"""A backup is worth what its restoration brings back."""

import io
import shutil
import tarfile
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import URL, make_url, select
from typer.testing import CliRunner

from rmtc.audit.models import AuditDetail
from rmtc.audit.services import record
from rmtc.cli import app
from rmtc.config import Settings
from rmtc.db import make_engine
from rmtc.errors import Refusal
from rmtc.files.models import StoredFile
from rmtc.files.services import keep_file
from rmtc.files.store import open_store
from rmtc.site import Site, open_site

CONTENT = b"a lesson" * 100_000


def rmtc(monkeypatch: pytest.MonkeyPatch, settings: Settings, *arguments: object) -> str:
    monkeypatch.setenv("RMTC_DATA", str(settings.data))
    monkeypatch.setenv("RMTC_DATABASE_URL", settings.database_url)
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    if isinstance(result.exception, Exception):
        raise result.exception
    return result.stdout


@pytest.fixture
def filled(real_site: Site) -> Site:
    if not real_site.database.is_sqlite and not shutil.which("pg_dump"):
        pytest.skip("no pg_dump: install postgresql-client")
    data = real_site.settings.data
    (data / "lesson").write_bytes(CONTENT)
    with real_site.database.writing() as session:
        keep_file(session, open_store(real_site.settings), data / "lesson")
        record(session, "site.opened", ("site", 1), by=None, word="Пландиште")
    (data / "lesson").unlink()
    (data / "keys").mkdir()
    (data / "keys" / "signing.pem").write_text("a key")
    (data / "index").mkdir()
    (data / "index" / "segment").write_text("made again")
    return real_site


def elsewhere(site: Site, tmp_path: Path) -> Settings:
    database_url = ""
    if not site.database.is_sqlite:
        old = make_url(site.settings.database)
        fresh: URL = old.set(database=f"{old.database}_elsewhere")
        engine = make_engine(site.settings.database, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{fresh.database}"')
        engine.dispose()
        database_url = fresh.render_as_string(hide_password=False)
    return Settings(data=tmp_path / "elsewhere", database_url=database_url, secret_key=SecretStr(""))


def test_everything_is_there_again_elsewhere(filled: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = filled.settings.key()
    rmtc(monkeypatch, filled.settings, "backup", "create", tmp_path / "b.tar")
    assert (tmp_path / "b.tar").stat().st_mode & 0o077 == 0
    there = elsewhere(filled, tmp_path)
    said = rmtc(monkeypatch, there, "backup", "restore", tmp_path / "b.tar")
    assert "rmtc library reindex" in said
    rmtc(monkeypatch, there, "migrate")
    with open_site(there) as site, site.database.reading() as session:
        [file] = session.scalars(select(StoredFile))
        assert b"".join(open_store(there).read(file.sha256)) == CONTENT
        assert [row.details for row in session.scalars(select(AuditDetail))] == [{"word": "Пландиште"}]
    assert there.key() == key
    assert (there.data / "keys" / "signing.pem").read_text() == "a key"
    assert not (there.data / "index").exists()


@pytest.mark.parametrize("real_settings", ["sqlite"], indirect=True)
def test_nothing_is_written_over(filled: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = tmp_path / "b.tar"
    rmtc(monkeypatch, filled.settings, "backup", "create", backup)
    with pytest.raises(Refusal, match="not empty"):
        rmtc(monkeypatch, filled.settings, "backup", "restore", backup)
    with pytest.raises(Refusal, match="exists already"):
        rmtc(monkeypatch, filled.settings, "backup", "create", backup)


@pytest.mark.parametrize("real_settings", ["sqlite"], indirect=True)
def test_a_damaged_backup_leaves_nothing_behind(filled: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = tmp_path / "b.tar"
    rmtc(monkeypatch, filled.settings, "backup", "create", backup)
    whole = backup.read_bytes()
    there = elsewhere(filled, tmp_path)
    changed = whole.replace(b"a lessona lesson", b"a lessonA lesson", 1)
    for damaged in (changed, whole[: len(whole) // 2], b"no tar at all"):
        backup.write_bytes(damaged)
        with pytest.raises(Refusal):
            rmtc(monkeypatch, there, "backup", "restore", backup)
        assert list(there.data.iterdir()) == []


@pytest.mark.parametrize("real_settings", ["sqlite"], indirect=True)
def test_a_backup_holds_no_backups(filled: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = filled.settings.data
    with pytest.raises(Refusal, match="backups are kept outside"):
        rmtc(monkeypatch, filled.settings, "backup", "create", data / "b.tar")
    for name in ("monday.tar", "tuesday.tar"):
        rmtc(monkeypatch, filled.settings, "backup", "create", data / "backups" / name)
    with tarfile.open(data / "backups" / "tuesday.tar") as tar:
        assert not [name for name in tar.getnames() if "backup" in name or "rmtc.sqlite3" in name]


@pytest.mark.parametrize("manifest", [b"no JSON", b"[]", b'{"files": {}}'])
def test_what_is_no_backup_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, manifest: bytes) -> None:
    with tarfile.open(tmp_path / "b.tar", "w") as tar:
        entry = tarfile.TarInfo("manifest.json")
        entry.size = len(manifest)
        tar.addfile(entry, io.BytesIO(manifest))
    with pytest.raises(Refusal, match="changed or damaged"):
        rmtc(monkeypatch, Settings(data=tmp_path / "there"), "backup", "restore", tmp_path / "b.tar")


@pytest.mark.parametrize("name", ["../outside", "/outside", "files/../../outside"])
def test_a_backup_cannot_write_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with tarfile.open(tmp_path / "b.tar", "w") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = 4
        tar.addfile(entry, io.BytesIO(b"evil"))
    there = Settings(data=tmp_path / "there")
    with pytest.raises(Refusal, match="no backup of ours"):
        rmtc(monkeypatch, there, "backup", "restore", tmp_path / "b.tar")
    assert not list(tmp_path.rglob("outside"))
