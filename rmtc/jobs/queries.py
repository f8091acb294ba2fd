"""Which jobs are due, and how the queue stands."""

from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select

from rmtc.db import ReadSession
from rmtc.jobs.models import Job, ScheduledJob


def due(moment: datetime) -> Select[Job]:
    """The jobs whose time has come, and those whose worker let its lease run out."""
    waiting = and_(Job.state == "queued", Job.run_at <= moment)
    abandoned = and_(Job.state == "running", Job.lease_until < moment)
    return select(Job).where(or_(waiting, abandoned))


def any_due(session: ReadSession, moment: datetime) -> bool:
    """Say whether a worker would find something to do."""
    return session.scalar(select(due(moment).exists())) or False


def counts_by_state(session: ReadSession) -> dict[str, int]:
    """How many jobs there are in each state."""
    rows = session.execute(select(Job.state, func.count()).group_by(Job.state).order_by(Job.state))
    return {state: number for state, number in rows}  # noqa: C416 - a Row is not a tuple to mypy


def next_runs(session: ReadSession) -> dict[str, datetime]:
    """When the kinds of work that come again run next; a kind that never ran yet is not there."""
    return {row.kind: row.next_at for row in session.scalars(select(ScheduledJob))}


def dead_jobs(session: ReadSession, limit: int = 50) -> list[Job]:
    """The jobs that were given up, the latest first."""
    return list(session.scalars(select(Job).where(Job.state == "dead").order_by(Job.finished_at.desc()).limit(limit)))
