"""The leave that the learners of a run have to read closed records of the library: it lasts as long as the run."""

from datetime import datetime

from sqlalchemy import select

from courses.runs.models import CourseRun
from library.leave.granting import end_grant
from library.leave.grants import end_of
from library.resources.models import Grant, Resource
from library.resources.policies import in_force
from library.resources.services import touch
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession, WriteSession


def leave_until(run: CourseRun) -> datetime:
    """When the leave of a run's learners ends: with its last day."""
    return end_of(run.ends)


def leave_of(session: ReadSession, run_id: int) -> dict[int, Grant]:
    """The leave in force of a run's learners, by record; of several the one that lasts longest."""
    mine = select(Grant).where(Grant.holder_kind == "run", Grant.holder_id == run_id, in_force())
    return {one.resource_id: one for one in session.scalars(mine.order_by(Grant.until.is_(None), Grant.until))}


def end_leave(session: WriteSession, run: CourseRun, *, by: Actor) -> None:
    """End all leave of a run that has ended."""
    mine = select(Grant, Resource).join(Resource, Resource.id == Grant.resource_id)
    mine = mine.where(Grant.holder_kind == "run", Grant.holder_id == run.id, in_force())
    for given, resource in session.execute(mine):
        end_grant(session, resource, given, by=by)


def move_leave(session: WriteSession, run: CourseRun, before: datetime) -> None:
    """Let the leave that was to end with the run end with its new last day."""
    mine = select(Grant, Resource).join(Resource, Resource.id == Grant.resource_id)
    mine = mine.where(Grant.holder_kind == "run", Grant.holder_id == run.id, Grant.until == before, in_force())
    for given, resource in session.execute(mine):
        given.until = leave_until(run)
        touch(session, resource)
