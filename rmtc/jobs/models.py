"""Jobs waiting, running, done or dead."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model


class Job(Model):
    """A piece of background work; `key` keeps two equal ones from waiting at once.

    `state` is queued, running, done or dead. A running job whose lease is over was left behind and is taken again.
    """

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_state_run_at", "state", "run_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(80))
    args: Mapped[dict[str, Any]]
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="queued")
    run_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    worker: Mapped[str | None] = mapped_column(String(80))
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class ScheduledJob(Model):
    """When a job of the schedule is due next."""

    __tablename__ = "scheduled_jobs"

    kind: Mapped[str] = mapped_column(String(80), primary_key=True)
    next_at: Mapped[datetime]
