"""Giving leave to read, and lifting embargoes."""

from datetime import date

from sqlalchemy import select

from library.resources.models import Resource
from library.resources.services import touch
from rmtc.audit.services import record
from rmtc.db import WriteSession


def open_files_due(session: WriteSession, day: date) -> int:
    """Lift the embargoes that end on a day or ended before it; returns how many records opened."""
    due = select(Resource).where(Resource.files_open_on <= day).order_by(Resource.id)
    opened = session.scalars(due).all()
    for resource in opened:
        record(session, "resource.files_opened", ("resource", resource.id), by=None, day=str(resource.files_open_on))
        resource.files_open_on = None
        touch(session, resource)
    return len(opened)
