"""The worker as a process: it ends when it is told to, also when the site and the kernel both tell it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PATIENCE = 60
ONCE_THERE = 0.3


def began(worker: subprocess.Popen[bytes]) -> bool:
    """Whether the process catches SIGTERM by now, as the kernel tells it (Linux)."""
    caught = next(line for line in Path(f"/proc/{worker.pid}/status").read_text().splitlines() if "SigCgt" in line)
    return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)


@pytest.fixture
def worker(empty_sqlite: Path, tmp_path: Path):
    """A worker on a database of its own, which waits for work."""
    shutil.copy(empty_sqlite, tmp_path / "rmtc.sqlite3")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RMTC_")}
    environment |= {"RMTC_DATA": str(tmp_path), "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    process = subprocess.Popen([sys.executable, "-m", "rmtc", "worker"], env=environment, cwd=ROOT)
    end = time.monotonic() + PATIENCE
    while process.poll() is None and not began(process) and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(ONCE_THERE)
    yield process
    process.kill()
    process.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc whether the worker has begun")
def test_a_worker_that_is_told_twice_ends(worker: subprocess.Popen[bytes]) -> None:
    assert worker.poll() is None
    worker.send_signal(signal.SIGTERM)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0
