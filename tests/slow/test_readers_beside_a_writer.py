"""Readers that never pause, beside a writer that changes the index and rebuilds it: no error, nothing missing."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_readers_never_miss_what_is_always_there() -> None:
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "bench/beside.py", "300", "6"],
        cwd=ROOT, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.count(" 0 wrong") == 2
