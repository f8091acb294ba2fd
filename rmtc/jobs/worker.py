"""The loop that does background work."""

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from rmtc.clock import now
from rmtc.jobs import queries, services
from rmtc.jobs.models import Job
from rmtc.jobs.schedule import Every, enqueue_scheduled
from rmtc.site import Site

Handler = Callable[[Site, dict[str, Any]], None]

IDLE = 0.5  # seconds between two looks at an empty queue
BEAT = 5.0  # seconds between two extensions of the leases; also how exactly the schedule is kept
GRACE = 15.0  # seconds a job may still take after the worker was told to stop

log = logging.getLogger("rmtc.jobs")


class GiveUp(Exception):  # noqa: N818 - what a handler does, not what went wrong
    """Raised by a handler when another attempt would be of no use; the message says why."""


class Worker:
    """Runs jobs until told to stop; handlers must bear being run twice, since a worker may die after the work.

    `threads` jobs run side by side, so that mail need not wait for a long extraction.
    """

    def __init__(self, site: Site, handlers: Mapping[str, Handler], schedule: list[Every], threads: int = 2) -> None:
        self.site = site
        self.handlers = handlers
        self.schedule = schedule
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.stopping = threading.Event()
        self._running: set[int] = set()
        self._threads = [threading.Thread(target=self._work, name=f"jobs-{n}", daemon=True) for n in range(threads)]
        self._beating = threading.Thread(target=self._beat, name="jobs-heartbeat", daemon=True)

    def run(self) -> None:
        """Work until `stop`; afterwards nothing is left leased."""
        for thread in (*self._threads, self._beating):
            thread.start()
        self.stopping.wait()
        for thread in self._threads:
            thread.join(GRACE / len(self._threads))
        with self.site.database.writing() as session:
            services.release(session, self.name)

    def stop(self) -> None:
        """Begin nothing more and end once the present jobs are done, or given back after fifteen seconds."""
        self.stopping.set()

    def run_due(self) -> int:
        """Do everything that is due now in this thread; returns how many jobs. For commands and tests."""
        done = 0
        while self._take_one():
            done += 1
        return done

    def _work(self) -> None:
        while not self.stopping.is_set():
            try:
                busy = self._take_one()
            except SQLAlchemyError:
                log.exception("the queue could not be read")
                busy = False
            if not busy:
                self.stopping.wait(IDLE)

    def _beat(self) -> None:
        while not self.stopping.is_set():  # the last lease outlives the time that is left after a stop
            try:
                self._keep()
            except SQLAlchemyError:
                log.exception("the leases could not be extended")
            self.stopping.wait(BEAT)

    def _keep(self) -> None:
        if running := list(self._running):
            with self.site.database.writing() as session:
                services.extend(session, self.name, running)
        enqueue_scheduled(self.site.database, self.schedule)

    def _take_one(self) -> bool:
        """Run one job that is due; say whether there was one."""
        database = self.site.database
        with database.reading() as session:  # an idle worker does not take the lock of writers
            if not queries.any_due(session, now()):
                return False
        with database.writing() as session:
            job = services.claim(session, self.name)
        if job is not None:
            self._run(job)
        return True

    def _run(self, job: Job) -> None:
        self._running.add(job.id)
        try:
            self._handle(job)
        except GiveUp as reason:
            self._fail(job, str(reason), final=True)
        except Exception as error:
            log.exception("job failed", extra={"job": job.id, "kind": job.kind, "attempt": job.attempts})
            self._fail(job, f"{type(error).__name__}: {error}"[:2000])
        else:
            with self.site.database.writing() as session:
                services.finish(session, job.id, self.name)
        finally:
            self._running.discard(job.id)

    def _handle(self, job: Job) -> None:
        if (handler := self.handlers.get(job.kind)) is None:
            raise GiveUp(f"nothing here knows how to do {job.kind}")
        handler(self.site, job.args)

    def _fail(self, job: Job, error: str, *, final: bool = False) -> None:
        with self.site.database.writing() as session:
            services.fail(session, job.id, self.name, error, final=final)
