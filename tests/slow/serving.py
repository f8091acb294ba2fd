"""A real site in a process of its own, for tests that race or kill it."""

import multiprocessing
import os
import signal
import socket
import sys
import time
from http.client import HTTPConnection, HTTPException
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import httpx2

from rmtc.cli import main
from rmtc.config import Settings
from rmtc.db import Database, make_engine
from rmtc.web.csrf import make_token

ROOT = Path(__file__).parents[2]
VISIT = "a visit"
LOADED = multiprocessing.get_context("forkserver")
"""Starts processes from one that has loaded the site once: loading it costs as much as all that is asked of it."""
LOADED.set_forkserver_preload(["rmtc.main", "rmtc.commands.serving", "tests.slow.serving"])


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(environment: dict[str, str], log: Path) -> None:
    """`rmtc serve` in this process, with nothing but its environment and its log."""
    os.environ.clear()
    os.environ.update(environment)
    with log.open("ab") as told:
        os.dup2(told.fileno(), 1)
        os.dup2(told.fileno(), 2)
    sys.argv = ["rmtc", "serve", "--no-worker"]
    main()


class Served:
    """`rmtc serve` on a folder and a migrated database of its own."""

    def __init__(self, settings: Settings) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.settings = settings.model_copy(update={"port": self.port})
        self.engine = make_engine(settings.database)
        self.database = Database(self.engine)
        self.token = make_token(self.settings.key(), VISIT)
        self._process: ForkServerProcess | None = None

    def start(self) -> None:
        """Start the site and wait until it answers."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("RMTC_")}
        environment |= {"RMTC_DATA": str(self.settings.data), "RMTC_PORT": str(self.port), "PYTHONPATH": str(ROOT)}
        environment |= {"RMTC_DATABASE_URL": self.settings.database, "RMTC_FILES_URL": self.settings.files_url}
        log = self.settings.data / f"serve-{self.port}.log"
        self._process = LOADED.Process(target=serve, args=(environment, log))
        self._process.start()
        until = time.monotonic() + 240
        while not self._answers():
            assert time.monotonic() < until and self._process.is_alive(), log.read_text()[-2000:]
            time.sleep(0.1)

    def _answers(self) -> bool:
        asking = HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            asking.request("GET", "/healthz")
            return asking.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            asking.close()

    def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is said."""
        assert self._process is not None
        self._process.kill()
        self._process.join()
        assert self._process.exitcode == -signal.SIGKILL

    def close(self) -> None:
        """Stop for good."""
        if self._process is not None and self._process.is_alive():
            self.kill()
        self.engine.dispose()

    def client(self, session_token: str) -> httpx2.Client:
        """A browser that is signed in."""
        cookies = {"rmtc-session": session_token, "rmtc-visit": VISIT}
        return httpx2.Client(base_url=self.address, cookies=cookies, timeout=20, headers={"accept": "application/json"})
