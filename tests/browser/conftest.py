"""One demonstration site in a process of its own, and a browser that is driven by its keys."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.keyboard import Keys
from tests.machine import chromium

ROOT = Path(__file__).parents[2]
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-software-rasterizer",
    "--in-process-gpu",
    "--disable-extensions",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
SIZES = {"wide": (1360, 900), "phone": (390, 844)}
PATIENCE = 180


@dataclass(frozen=True)
class DemoSite:
    """A running site: where it is reached and where it keeps its things."""

    address: str
    data: Path

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the site."""
        return _rmtc(self.data, self.address.rpartition(":")[2], *words)


def _environment(data: Path, port: str) -> dict[str, str]:
    return os.environ | {"RMTC_DATA": str(data), "RMTC_PORT": port, "PYTHONWARNINGS": "ignore"}


def _rmtc(data: Path, port: str, *words: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "rmtc", *words]
    return subprocess.run(call, cwd=ROOT, env=_environment(data, port), capture_output=True, text=True, check=False)


def _fill(data: Path, port: str) -> None:
    """Fill the folder, or copy one that was filled before (RMTC_TEST_DEMO)."""
    if filled := os.environ.get("RMTC_TEST_DEMO"):
        shutil.copytree(filled, data, dirs_exist_ok=True)
        return
    for word in ("migrate", "demo"):
        done = _rmtc(data, port, word)
        assert done.returncode == 0, done.stderr


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"{address} did not answer within {PATIENCE} s")


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSite]:
    """A filled site, served by a real process on a free port."""
    chromium()
    data = tmp_path_factory.mktemp("demo")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    _fill(data, port)
    call = [sys.executable, "-m", "rmtc", "serve"]
    with (data / "serve.log").open("wb") as log:
        server = subprocess.Popen(call, cwd=ROOT, env=_environment(data, port), stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}", server)
        yield DemoSite(f"http://127.0.0.1:{port}", data)
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """The browser of this machine."""
    path = chromium()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """The window: that of an office computer, and that of a phone."""
    return SIZES[request.param]


@pytest.fixture
def open_window(demo_site: DemoSite, chrome: Browser) -> Iterator[Callable[..., Keys]]:
    """Open a window of its own at a size; what its pages complained of is asked for at the end."""
    opened: list[Keys] = []

    def open_one(size: tuple[int, int], **options: Any) -> Keys:
        context = chrome.new_context(
            viewport={"width": size[0], "height": size[1]},
            base_url=demo_site.address,
            accept_downloads=True,
            **options,
        )
        opened.append(Keys(context.new_page(), ROOT))
        return opened[-1]

    yield open_one
    for keys in opened:
        keys.page.context.close()
        assert keys.complaints == []


@pytest.fixture
def keys(open_window: Callable[..., Keys], size: tuple[int, int]) -> Keys:
    """A window at each of the two sizes, driven by keys only."""
    return open_window(size)
