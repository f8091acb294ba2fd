"""The commands that run the site and its background work."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
from queue import SimpleQueue
from typing import Annotated

import typer
import uvicorn

from rmtc import schema
from rmtc.commands.findings import refused_settings
from rmtc.config import Settings
from rmtc.db import make_engine
from rmtc.errors import Refusal
from rmtc.jobs.worker import Worker
from rmtc.logs import write_logs
from rmtc.site import open_site
from rmtc.worker import make_worker

PR_SET_PDEATHSIG = 1
BEHIND = 2
"""How much nicer than the site its own worker is: answers come first, jobs get over a third of a busy processor."""
SHUTDOWN = 10  # seconds that answers under way may take after the site was told to stop


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 inside a container.")] = "127.0.0.1",
    worker: Annotated[bool, typer.Option(help="Do background work too, in a process of its own.")] = True,
) -> None:
    """Run the site, and its background work beside it."""
    settings = Settings()
    write_logs(settings)
    if wrong := refused_settings(settings):
        raise Refusal("; ".join(wrong))
    require_newest_schema(settings)
    require_free_port(host, settings.port)
    keeper = WorkerKeeper() if worker else None
    if keeper:
        keeper.start()
    try:
        _run_server(settings, host)
    finally:
        if keeper:
            keeper.stop()


def _run_server(settings: Settings, host: str) -> None:
    uvicorn.run(
        "rmtc.main:application",
        factory=True,
        host=host,
        port=settings.port,
        workers=settings.workers if settings.workers > 1 else None,
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        timeout_graceful_shutdown=SHUTDOWN,
    )


def work(
    threads: Annotated[int, typer.Option(min=1, max=64, help="Jobs done side by side.")] = 2,
    parent: Annotated[int, typer.Option(hidden=True, help="End when this process does.")] = 0,
) -> None:
    """Do background work as a process of its own, until told to stop."""
    if parent:
        end_with(parent)
        os.nice(BEHIND)
    with open_site() as site:
        write_logs(site.settings)
        require_newest_schema(site.settings)
        worker = make_worker(site, threads)
        stop_when_told(worker)
        worker.run()


def stop_when_told(worker: Worker) -> None:
    """Stop the worker at the first SIGTERM or SIGINT, however many come."""
    told: SimpleQueue[int] = SimpleQueue()  # a signal may interrupt its put; it would lock an Event for ever
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _frame: told.put(number))

    def wait() -> None:
        told.get()
        worker.stop()

    threading.Thread(target=wait, name="stop-when-told", daemon=True).start()


def require_newest_schema(settings: Settings) -> None:
    """Refuse to work on a database of another version of the site."""
    settings.data.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.database)
    current, newest = schema.current_revision(engine), schema.newest_revision(engine)
    engine.dispose()
    if current != newest:
        raise Refusal(f"the database is at {current or 'nothing'}, this version needs {newest}: run `rmtc migrate`")


def require_free_port(host: str, port: int) -> None:
    """Refuse to start where another program listens, before anything else is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as problem:
            why = f"{host}:{port} cannot be listened on ({problem.strerror})"
            raise Refusal(f"{why}: stop the other program, or choose another port with RMTC_PORT") from None


def end_with(parent: int) -> None:
    """Ask the kernel to stop this process when its parent dies, however that happens (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before we could ask
        sys.exit(0)


class WorkerKeeper(threading.Thread):
    """Keeps one worker process alive beside the site; starts it again when it dies, at most once a second."""

    def __init__(self) -> None:
        super().__init__(name="worker-keeper", daemon=True)
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Start the worker, wait for its end, start it again."""
        command = [sys.executable, "-m", "rmtc", "worker", "--parent", str(os.getpid())]
        while not self._stopping.is_set():
            with subprocess.Popen(command) as self._process:
                self._process.wait()
            self._stopping.wait(1)

    def stop(self) -> None:
        """Stop the worker and wait until it has."""
        self._stopping.set()
        if self._process and self._process.poll() is None:
            self._process.terminate()
        self.join(30)
