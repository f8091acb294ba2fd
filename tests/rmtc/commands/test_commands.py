"""The command line: what it says, where, and with which exit code."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import delete

from rmtc.audit.models import AuditEntry
from rmtc.audit.services import record
from rmtc.cli import PARTS, load, main
from rmtc.commands.findings import doubtful_settings, refused_settings, settings_in_words
from rmtc.config import Settings
from rmtc.files.models import StoredFile
from rmtc.files.services import keep_file
from rmtc.files.store import open_store
from rmtc.jobs.services import enqueue
from rmtc.site import Site
from rmtc.worker import make_worker

Run = Callable[..., "Ended"]


@dataclass
class Ended:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def rmtc(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command as the shell would, in this process."""

    def run(data: Path, *arguments: str, **settings: str) -> Ended:
        with monkeypatch.context() as world:
            for name in [name for name in os.environ if name.startswith("RMTC_")]:
                world.delenv(name)
            for name, value in {"RMTC_DATA": str(data), **settings}.items():
                world.setenv(name, value)
            world.setattr(sys, "argv", ["rmtc", *arguments])
            with pytest.raises(SystemExit) as ended:
                main()
        out, err = capsys.readouterr()
        code = ended.value.code
        return Ended(1, out, code) if isinstance(code, str) else Ended(int(code or 0), out, err)

    return run


def test_migrate_makes_the_database_and_again_changes_nothing(rmtc: Run, tmp_path: Path) -> None:
    first, second = rmtc(tmp_path / "data", "migrate"), rmtc(tmp_path / "data", "migrate")
    assert (first.returncode, second.returncode) == (0, 0)
    assert "is now at" in first.stdout
    assert "up to date" in second.stdout


def test_the_site_does_not_start_on_an_old_database(rmtc: Run, tmp_path: Path) -> None:
    ended = rmtc(tmp_path / "data", "serve", RMTC_PORT="8109")
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].endswith("run `rmtc migrate`")


def test_a_taken_port_is_said_in_a_sentence(rmtc: Run, tmp_path: Path) -> None:
    rmtc(tmp_path, "migrate")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        ended = rmtc(tmp_path, "serve", RMTC_PORT=port)
    assert ended.returncode == 1
    assert f"127.0.0.1:{port} cannot be listened on" in ended.stderr
    assert "RMTC_PORT" in ended.stderr


def test_a_damaged_key_is_said_in_a_sentence(rmtc: Run, tmp_path: Path) -> None:
    rmtc(tmp_path, "migrate")
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "signing.pem").write_text("no key")
    ended = rmtc(tmp_path, "audit", "verify")
    assert ended.returncode == 1
    assert "signing.pem is damaged" in ended.stderr


def test_the_site_does_not_serve_strangers_without_encryption(rmtc: Run, tmp_path: Path) -> None:
    ended = rmtc(tmp_path / "data", "serve", RMTC_BASE_URL="http://campus.example.org")
    assert ended.returncode == 1
    assert "must be https://" in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "settings", "code", "said"),
    [
        (["unheard-of"], {}, 2, "unheard-of"),
        (["migrate", "--unheard-of"], {}, 2, "unheard-of"),
        (["migrate"], {"RMTC_PORT": "a"}, 1, "RMTC_PORT"),
        (["migrate"], {"RMTC_DATABASE_URL": "sqlite:////nowhere/at/all"}, 1, "database"),
        (["migrate"], {"RMTC_DATABASE_URL": "mysql://campus"}, 1, "RMTC_DATABASE_URL: it must be sqlite:///FILE"),
        (["migrate"], {"RMTC_DATABASE_URL": "postgresql+psycopg2://campus"}, 1, "RMTC_DATABASE_URL: it must be"),
        (["migrate"], {"RMTC_DATABASE_URL": "sqlite://"}, 1, "RMTC_DATABASE_URL: it must be"),
        (["backup", "restore", "/nowhere"], {}, 1, "/nowhere"),
        (["check"], {"RMTC_BASE_URL": "http://[bad"}, 1, "RMTC_BASE_URL: it must be"),
        (["demo"], {"RMTC_BASE_URL": "http://localhost:first"}, 1, "RMTC_BASE_URL: it must be"),
        (["audit", "verify"], {}, 1, "run `rmtc migrate`"),
    ],
)
def test_mistakes_end_in_one_sentence_on_stderr(
    rmtc: Run, tmp_path: Path, arguments: list[str], settings: dict[str, str], code: int, said: str
) -> None:
    ended = rmtc(tmp_path / "data", *arguments, **settings)
    assert ended.returncode == code
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("postgres://me:secret@db/campus", "postgresql+psycopg://me:secret@db/campus"),
        ("postgresql://me@/campus?host=/run/pg", "postgresql+psycopg://me@/campus?host=/run/pg"),
        ("postgresql+psycopg://db/campus", "postgresql+psycopg://db/campus"),
        ("sqlite+pysqlite:////srv/campus.db", "sqlite:////srv/campus.db"),
        ("  sqlite:////srv/campus.db ", "sqlite:////srv/campus.db"),
    ],
)
def test_a_database_has_one_address_however_it_is_written(typed: str, address: str) -> None:
    assert Settings(database_url=typed).database == address


@pytest.mark.parametrize("name", ["подаци центра", "50% done?", "a#b", "a%20b"])
def test_a_folder_may_have_any_name(rmtc: Run, tmp_path: Path, name: str) -> None:
    assert rmtc(tmp_path / name, "migrate").returncode == 0
    assert (tmp_path / name / "rmtc.sqlite3").exists()
    assert rmtc(tmp_path, "backup", "create", str(tmp_path / "b.tar"), RMTC_DATA=str(tmp_path / name)).returncode == 0
    assert rmtc(tmp_path / f"{name} again", "backup", "restore", str(tmp_path / "b.tar")).returncode == 0


def test_check_shows_no_password(rmtc: Run, tmp_path: Path) -> None:
    url = "postgresql://me:do-not-print@127.0.0.1:9/campus"
    assert "do-not-print" not in str(rmtc(tmp_path, "check", RMTC_DATABASE_URL=url))
    assert (
        settings_in_words(Settings(database_url=url))[1].split()[1] == "postgresql://me:**********@127.0.0.1:9/campus"
    )


def test_check_names_every_setting_with_its_source(rmtc: Run, tmp_path: Path) -> None:
    rmtc(tmp_path, "migrate")
    ended = rmtc(tmp_path, "check", RMTC_SECRET_KEY="do not print me", RMTC_LANGAUGES="en")
    for name in Settings.model_fields:
        assert f"RMTC_{name.upper()} " in ended.stdout
    assert "do not print me" not in ended.stdout
    assert "RMTC_LANGAUGES is not a setting" in ended.stderr
    assert ended.returncode == 1


@pytest.mark.parametrize("real_settings", ["sqlite"], indirect=True)
def test_check_finds_missing_files_and_dead_jobs(rmtc: Run, real_site: Site, tmp_path: Path) -> None:
    (tmp_path / "lesson").write_bytes(b"a lesson")
    store = open_store(real_site.settings)
    with real_site.database.writing() as session:
        file = keep_file(session, store, tmp_path / "lesson")
        enqueue(session, "unheard-of")
    store.delete(file.sha256)
    make_worker(real_site).run_due()
    ended = rmtc(real_site.settings.data, "check")
    assert ended.returncode == 1
    assert f"{file.sha256} is missing" in ended.stderr
    assert "unheard-of (number 1) was given up" in ended.stderr
    with real_site.database.writing() as session:
        session.execute(delete(StoredFile))
    assert "is missing" not in rmtc(real_site.settings.data, "check").stderr


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        ({"base_url": "http://campus.example.org"}, "https"),
        ({"base_url": "campus.example.org"}, "address"),
        ({"workers": 2}, "PostgreSQL"),
        ({"languages": "en,tlh"}, "tlh"),
        ({"smtp_url": "ftp://mail"}, "SMTP_URL"),
        ({"smtp_url": "smtp://mail:first"}, "SMTP_URL"),
        ({"base_url": "https://campus.example.org/rmtc"}, "without a path"),
        ({"base_url": "https://our campus.example.org"}, "BASE_URL"),
        ({"languages": " , "}, "LANGUAGES"),
        ({"content_origin": "packages"}, "CONTENT_ORIGIN"),
        ({"files_url": "ftp://files"}, "FILES_URL"),
        ({"files_url": "s3://"}, "FILES_URL"),
    ],
)
def test_settings_that_cannot_work_are_refused(settings: dict[str, object], wrong: str) -> None:
    [problem] = refused_settings(Settings(**settings))  # type: ignore[arg-type]
    assert wrong in problem


def test_settings_that_are_probably_mistakes_are_named() -> None:
    assert doubtful_settings(Settings(env="production")) != []
    assert doubtful_settings(Settings(env="production", base_url="https://campus.example.org")) == []
    for wrong in ({"contact_email": "the Centre"}, {"mail_from": "x"}, {"trusted_proxies": "10.0.0.0/8,the proxy"}):
        assert len(doubtful_settings(Settings(**wrong))) == 1  # type: ignore[arg-type]
    assert doubtful_settings(Settings(trusted_proxies="10.0.0.1, 10.1.0.0/16, ::1", mail_from="RMTC <a@b.rs>")) == []
    same = Settings(base_url="https://campus.example.org", content_origin="https://campus.example.org")
    assert doubtful_settings(same) != []


@pytest.mark.parametrize("real_settings", ["sqlite"], indirect=True)
def test_audit_verify_finds_a_changed_entry(rmtc: Run, real_site: Site) -> None:
    with real_site.database.writing() as session:
        entry_id = record(session, "course.published", ("course", 1), by=None).id
    intact = rmtc(real_site.settings.data, "audit", "verify")
    assert (intact.returncode, intact.stdout) == (0, "Intact: audit log 1 sealed blocks.\n")
    with real_site.database.writing() as session:
        session.get_one(AuditEntry, entry_id).subject_id = 2
    assert rmtc(real_site.settings.data, "audit", "verify").returncode == 1
    assert rmtc(real_site.settings.data, "check").returncode == 1


def test_the_list_of_commands_says_what_each_says_of_itself() -> None:
    for name, (_place, line) in PARTS.items():
        assert load(name).help.splitlines()[0] == line, name


def test_help_loads_nothing_heavy() -> None:
    looked = "import sys; from rmtc.cli import app; app(['--help'], standalone_mode=False); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", looked], capture_output=True, text=True, check=True).stdout.split()
    assert "typer" in loaded
    assert not {"sqlalchemy", "fastapi", "numpy", "whoosh", "alembic"} & set(loaded)
