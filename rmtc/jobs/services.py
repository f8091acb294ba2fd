"""Putting work into the queue."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.jobs.models import Job


def enqueue(
    session: WriteSession, kind: str, *, key: str | None = None, run_at: datetime | None = None, **args: Any
) -> Job:
    """Queue a job in the caller's transaction; it exists if, and only if, that transaction commits.

    A job with a `key` that is already waiting is returned instead of a second one.
    """
    if key is not None:
        waiting = session.scalar(select(Job).where(Job.key == key))
        if waiting is not None:
            return waiting
    moment = now()
    job = Job(kind=kind, args=args, key=key, state="queued", run_at=run_at or moment, created_at=moment, attempts=0)
    session.add(job)
    session.flush()
    return job
