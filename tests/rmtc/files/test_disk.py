"""What the kernel sees: files reach the disk before they are acknowledged, and a full disk acknowledges nothing."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from rmtc.files.models import StoredFile
from rmtc.site import Site
from tests.machine import lacking

ROOT = Path(__file__).parents[3]
CONTENT = b"kept" * 50_000
KEEP = """
import io, resource, sys
from rmtc.errors import Refusal
from rmtc.files.incoming import received
from rmtc.files.services import keep_file, place
from rmtc.files.store import open_store
from rmtc.site import open_site
with open_site() as site:
    store = open_store(site.settings)
    if len(sys.argv) > 1:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
    try:
        with received(io.BytesIO(b"kept" * 50_000), site.settings.data / "incoming", name="a", limit=1 << 20) as file:
            place(store, file)
            with site.database.writing() as session:
                keep_file(session, store, file)
    except Refusal as refusal:
        sys.exit(f"refused: {refusal}")
print("acknowledged", flush=True)
"""


def environment(site: Site, **more: str) -> dict[str, str]:
    return os.environ | {
        "RMTC_DATA": str(site.settings.data),
        "RMTC_DATABASE_URL": site.settings.database_url,
        "PYTHONPATH": str(ROOT),
        **more,
    }


@pytest.mark.slow
@pytest.mark.parametrize("real_settings", ["sqlite"], indirect=True)
def test_file_and_folders_are_synced_before_the_row_commits(real_site: Site, tmp_path: Path) -> None:
    if not shutil.which("strace"):
        lacking("STRACE", "no strace: install it")
    trace = tmp_path / "trace"
    watched = "trace=fsync,fdatasync,pwrite64,write,rename,renameat,renameat2"
    command = ["strace", "-f", "-y", "-s", "20", "-o", str(trace), "-e", watched, sys.executable, "-c", KEEP]
    subprocess.run(command, env=environment(real_site), check=True, stdout=subprocess.DEVNULL)
    lines = trace.read_text().splitlines()
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    acknowledged = first(lines, r"write\(1<.*\"acknowledged")
    row = max(i for i, line in enumerate(lines[:acknowledged]) if re.search(r"(fsync|fdatasync)\(.*sqlite3-wal", line))
    synced = [first(lines, rf"fsync\(\d+<[^>]*/{path}>\)") for path in (sha256, sha256[2:4], sha256[:2], "files")]
    assert max(synced) < row < acknowledged


def first(lines: list[str], pattern: str) -> int:
    return next(i for i, line in enumerate(lines) if re.search(pattern, line))


@pytest.mark.parametrize("limit", [4096, 150_000])
@pytest.mark.parametrize("real_settings", ["sqlite"], indirect=True)
def test_a_file_that_finds_no_room_is_refused_and_leaves_nothing(real_site: Site, limit: int) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", KEEP, str(limit)],
        env=environment(real_site),
        capture_output=True,
        text=True,
        check=False,
    )
    assert_refused(real_site, ended)


@pytest.mark.slow
@pytest.mark.parametrize("real_settings", ["sqlite"], indirect=True)
def test_a_full_disk_acknowledges_nothing(real_site: Site, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(small)]
    if os.geteuid() != 0 or subprocess.run(mounting, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root may mount a small disk")
    try:
        ended = subprocess.run(
            [sys.executable, "-c", KEEP],
            env=environment(real_site, RMTC_FILES_URL=str(small)),
            capture_output=True,
            text=True,
            check=False,
        )
        assert [path for path in small.rglob("*") if path.is_file()] == []
    finally:
        subprocess.run([shutil.which("umount") or "umount", str(small)], check=True)
    assert_refused(real_site, ended)


def assert_refused(site: Site, ended: subprocess.CompletedProcess[str]) -> None:
    assert ended.returncode == 1
    assert "no room left on the site’s disk" in ended.stderr, ended.stderr
    assert "acknowledged" not in ended.stdout
    with site.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(StoredFile)) == 0
    assert list((site.settings.data / "incoming").iterdir()) == []
