"""Who wants no reminders of plans that end."""

from typing import Any

from sqlalchemy import delete, select

from library.plans.models import PlanSilence
from rmtc.clock import now
from rmtc.db import ReadSession, WriteSession
from rmtc.profile.own_data import OwnData, plain_rows


def is_silent(session: ReadSession, person_id: int) -> bool:
    """Say whether somebody wants no reminders."""
    return session.get(PlanSilence, person_id) is not None


def end_reminders(session: WriteSession, person_id: int) -> None:
    """Write somebody no more reminders; twice is once."""
    if not is_silent(session, person_id):
        session.add(PlanSilence(person_id=person_id, since=now()))
        session.flush()


def resume_reminders(session: WriteSession, person_id: int) -> None:
    """Write to somebody again."""
    session.execute(delete(PlanSilence).where(PlanSilence.person_id == person_id))


def silence(session: ReadSession, person_id: int) -> list[dict[str, Any]]:
    """Since when somebody wants none, for their own download."""
    return plain_rows(session, select(PlanSilence).where(PlanSilence.person_id == person_id))


PARTS = (OwnData("plan_reminders", (PlanSilence.__tablename__,), silence, resume_reminders),)
"""The part of the download that this adds."""
