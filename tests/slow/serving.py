"""A real site in a process of its own, for tests that race or kill it."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2

from rmtc.config import Settings
from rmtc.db import Database, make_engine
from rmtc.web.csrf import make_token

ROOT = Path(__file__).parents[2]
VISIT = "a visit"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """`rmtc serve` on a folder and a migrated database of its own."""

    def __init__(self, settings: Settings) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.settings = settings.model_copy(update={"port": self.port})
        self.engine = make_engine(settings.database)
        self.database = Database(self.engine)
        self.token = make_token(self.settings.key(), VISIT)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the site and wait until it answers."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("RMTC_")}
        environment |= {"RMTC_DATA": str(self.settings.data), "RMTC_PORT": str(self.port), "PYTHONPATH": str(ROOT)}
        environment |= {"RMTC_DATABASE_URL": self.settings.database}
        command = [sys.executable, "-m", "rmtc", "serve", "--no-worker"]
        log = (self.settings.data / "serve.log").open("ab")
        with log:
            self._process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
        until = time.monotonic() + 240
        while time.monotonic() < until:
            try:
                if httpx2.get(f"{self.address}/healthz", timeout=2).status_code == 200:
                    return
            except httpx2.HTTPError:
                time.sleep(0.1)
        raise AssertionError((self.settings.data / "serve.log").read_text()[-2000:])

    def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is said."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def close(self) -> None:
        """Stop for good."""
        if self._process is not None and self._process.poll() is None:
            self.kill()
        self.engine.dispose()

    def client(self, session_token: str) -> httpx2.Client:
        """A browser that is signed in."""
        cookies = {"rmtc-session": session_token, "rmtc-visit": VISIT}
        return httpx2.Client(base_url=self.address, cookies=cookies, timeout=20, headers={"accept": "application/json"})
