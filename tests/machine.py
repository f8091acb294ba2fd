"""What this machine has: tests that need more are skipped with the reason, or fail where it is required."""

import os
from pathlib import Path
from typing import NoReturn

import pytest


def postgres_address() -> str:
    """The test PostgreSQL server, also where most tests run on SQLite; the database is that of this test process."""
    address = os.environ.get("RMTC_TEST_POSTGRES") or os.environ.get("RMTC_TEST_DATABASE_URL", "")
    if not address.startswith("postgresql"):
        lacking("POSTGRES", "no PostgreSQL: set RMTC_TEST_DATABASE_URL (scripts/postgres.sh start FOLDER)")
    return address.replace("{worker}", os.environ.get("PYTEST_XDIST_WORKER", "main"))


def chromium() -> str:
    """The browser that tests drive."""
    path = os.environ.get("RMTC_CHROMIUM", "/usr/bin/chromium")
    if not Path(path).exists():
        lacking("BROWSER", f"no browser at {path}: install chromium or set RMTC_CHROMIUM")
    return path


def lacking(what: str, reason: str) -> NoReturn:
    """Skip the test, or fail it when RMTC_REQUIRE_<what> is 1."""
    if os.environ.get(f"RMTC_REQUIRE_{what}") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
