"""Putting work into the queue, taking it out, and saying how it went."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.jobs.models import Job
from rmtc.jobs.queries import due

LEASE = timedelta(seconds=30)
ATTEMPTS = 6  # 10 s, 40 s, 3 min, 11 min, 43 min after each other, then it is for a person to look at
KEPT = timedelta(days=7)


def enqueue(
    session: WriteSession, kind: str, *, key: str | None = None, run_at: datetime | None = None, **args: Any
) -> Job:
    """Queue a job in the caller's transaction; it exists if, and only if, that transaction commits.

    A job with a `key` that is already waiting is returned instead of a second one; one that has begun does not
    count, since it may have read what was there before.
    """
    moment = now()
    values = {"kind": kind, "args": args, "state": "queued", "run_at": run_at or moment, "created_at": moment}
    if key is not None:
        return _enqueue_once(session, key, values)
    job = Job(**values, attempts=0)
    session.add(job)
    session.flush()
    return job


def _enqueue_once(session: WriteSession, key: str, values: dict[str, Any]) -> Job:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Job).values(**values, key=key, attempts=0).on_conflict_do_nothing()
    # The lock keeps a worker from beginning a waiting job before the caller's change is there to be seen.
    waiting = select(Job).where(Job.key == key).with_for_update()
    while (job := session.scalar(waiting)) is None:
        session.execute(statement)
    return job


def put_off(session: WriteSession, key: str, until: datetime) -> None:
    """Let a waiting job wait longer, since somebody else does its work just now."""
    session.execute(update(Job).where(Job.key == key, Job.state == "queued").values(run_at=until))


def claim(session: WriteSession, worker: str) -> Job | None:
    """Take the job that is due longest, for a lease of thirty seconds; None when nothing is due."""
    moment = now()
    job = session.scalar(due(moment).order_by(Job.run_at, Job.id).limit(1).with_for_update(skip_locked=True))
    if job is None:
        return None
    if job.attempts >= ATTEMPTS:  # whoever took it never came back to say how it went
        bury(job, f"the worker ended {job.attempts} times before the job was done")
        return None
    job.state, job.worker, job.lease_until = "running", worker, moment + LEASE
    job.attempts += 1
    job.key = None
    return job


def extend(session: WriteSession, worker: str, job_ids: list[int]) -> None:
    """Keep the leases of the jobs a worker is busy with."""
    mine = (Job.id.in_(job_ids), Job.worker == worker, Job.state == "running")
    session.execute(update(Job).where(*mine).values(lease_until=now() + LEASE))


def release(session: WriteSession, worker: str) -> None:
    """Give back what a worker has begun and will not finish, without counting the attempt."""
    mine = (Job.worker == worker, Job.state == "running")
    session.execute(update(Job).where(*mine).values(state="queued", lease_until=None, attempts=Job.attempts - 1))


def finish(session: WriteSession, job_id: int, worker: str) -> None:
    """Note that a job is done, unless its lease was lost and another worker has it."""
    if job := _held(session, job_id, worker):
        job.state, job.lease_until, job.finished_at, job.error = "done", None, now(), None


def fail(session: WriteSession, job_id: int, worker: str, error: str, *, final: bool = False) -> None:
    """Note what went wrong; the job is tried again later, or is dead after the last attempt or a `final` error."""
    if not (job := _held(session, job_id, worker)):
        return
    if final or job.attempts >= ATTEMPTS:
        bury(job, error)
        return
    job.state, job.lease_until, job.error = "queued", None, error
    job.run_at = now() + timedelta(seconds=10 * 4 ** (job.attempts - 1))


def bury(job: Job, reason: str) -> None:
    """Give a job up; `rmtc check` shows it with the reason."""
    job.state, job.lease_until, job.finished_at, job.error = "dead", None, now(), reason


def tidy(session: WriteSession) -> None:
    """Delete jobs done for seven days."""
    session.execute(delete(Job).where(Job.state == "done", Job.finished_at < now() - KEPT))


def _held(session: WriteSession, job_id: int, worker: str) -> Job | None:
    mine = (Job.id == job_id, Job.worker == worker, Job.state == "running")
    return session.scalar(select(Job).where(*mine).with_for_update())
