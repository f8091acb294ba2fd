"""Workers killed in the middle of their work."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from rmtc.jobs import services, worker
from rmtc.jobs.models import Job
from rmtc.site import Site
from tests.slow.serving import free_port

ROOT = Path(__file__).parents[3]

PROGRAM = """
import os, sys, time
from datetime import timedelta
from pathlib import Path
from rmtc.jobs import services, worker
from rmtc.site import open_site
services.LEASE = timedelta(seconds=1)
worker.BEAT = 0.3
def write(site, args):
    Path(sys.argv[1]).with_name(f"{os.getpid()}-at-work").touch()
    time.sleep(0.02)
    (Path(sys.argv[1]) / f"{args['number']:03}").write_text("done")  # the same however often it is done
with open_site() as site:
    worker.Worker(site, {"write": write}, []).run()
"""


def start(site: Site, folder: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "RMTC_DATA": str(site.settings.data),
        "RMTC_DATABASE_URL": site.settings.database_url,
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.Popen([sys.executable, "-c", PROGRAM, str(folder)], env=environment)


@pytest.mark.slow
def test_no_job_is_lost_when_workers_are_killed(real_site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    with real_site.database.writing() as session:
        for number in range(200):
            services.enqueue(session, "write", number=number)
    assert kill_at_work(real_site, folder)
    deadline = time.monotonic() + 180
    steady = start(real_site, folder)  # takes over what the killed ones leave
    while count(real_site, "done") < 200 and time.monotonic() < deadline:
        kill_at_work(real_site, folder)
    steady.terminate()
    assert steady.wait(60) in {0, -signal.SIGTERM}
    assert count(real_site, "done") == 200
    assert len(list(folder.iterdir())) == 200


def kill_at_work(site: Site, folder: Path) -> bool:
    """Start a worker and kill it soon after its first job; say whether it came to one before all were done."""
    victim = start(site, folder)
    begun = folder.with_name(f"{victim.pid}-at-work")
    wait_until(lambda: begun.exists() or count(site, "done") == 200, "the worker does nothing")
    time.sleep(0.2)
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    return begun.exists()


def count(site: Site, state: str) -> int:
    with site.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Job).where(Job.state == state)) or 0


@pytest.mark.slow
def test_the_worker_beside_the_site_is_started_again_and_ends_with_it(real_site: Site) -> None:
    environment = os.environ | {
        "RMTC_DATA": str(real_site.settings.data),
        "RMTC_DATABASE_URL": real_site.settings.database_url,
        "RMTC_PORT": str(free_port()),
        "PYTHONPATH": str(ROOT),
    }
    server = subprocess.Popen([sys.executable, "-m", "rmtc", "serve"], env=environment)
    try:
        first = child_of(server.pid)
        os.kill(first, signal.SIGKILL)
        second = child_of(server.pid, other_than=first)
    finally:
        server.kill()
        server.wait()
    wait_until(lambda: not is_running(second), "the worker outlived the killed site")


def child_of(parent: int, other_than: int = 0) -> int:
    def find() -> int:
        children = Path(f"/proc/{parent}/task").glob("*/children")
        ids = [int(child) for path in children for child in path.read_text().split()]
        return next((child for child in ids if child != other_than and is_worker(child)), 0)

    wait_until(lambda: find() > 0, "no worker was started")
    return find()


def is_worker(process: int) -> bool:
    try:
        return b"worker" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def is_running(process: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


def wait_until(holds, otherwise: str, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.1)


def test_the_lease_outlives_the_time_left_after_a_stop() -> None:
    assert timedelta(seconds=worker.GRACE + worker.BEAT) < services.LEASE
