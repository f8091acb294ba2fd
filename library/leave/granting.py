"""Giving leave to read a record, to a person or a group, and ending it."""

from datetime import datetime

from pydantic import BaseModel, Field

from library.resources.models import Grant, Resource
from library.resources.services import INDEX_JOB, touch
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.jobs.services import enqueue


class GrantForm(BaseModel):
    """Leave for a person or a group such as a run, until a moment (None: for good), and why."""

    holder_kind: str = Field(pattern=r"^(person|run|course|institution|curriculum|collection)$")
    holder_id: int = Field(ge=1)
    until: datetime | None = None
    reason: str = Field("", max_length=300)


def grant(session: WriteSession, resource: Resource, form: GrantForm, *, by: Actor | None) -> Grant:
    """Let a person or a group read what the record's level would refuse."""
    given = Grant(resource_id=resource.id, granted_by=by.id if by else None, granted_at=now(), **form.model_dump())
    session.add(given)
    session.flush()
    touch(session, resource)
    if form.until:
        enqueue(session, INDEX_JOB, key=f"{INDEX_JOB}:{form.until.isoformat()}", run_at=form.until)
    holder = f"{form.holder_kind}:{form.holder_id}"
    record(session, "resource.granted", ("resource", resource.id), by=given.granted_by, holder=holder, grant=given.id)
    return given


def end_grant(session: WriteSession, resource: Resource, given: Grant, *, by: Actor | None) -> None:
    """End a grant now."""
    given.until = now()
    touch(session, resource)
    record(session, "resource.grant_ended", ("resource", resource.id), by=by.id if by else None, grant=given.id)
