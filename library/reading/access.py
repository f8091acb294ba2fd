"""Who may open a record: 404 for strangers, sign-in where that would help, 410 where it was withdrawn."""

from typing import Annotated

from fastapi import Depends, HTTPException

from library.resources import queries
from library.resources.models import AccessLevel, Resource, ResourceState
from library.resources.policies import levels
from rmtc.accounts.actors import Actor
from rmtc.accounts.signin import Visitor
from rmtc.db import ReadSession
from rmtc.errors import NotAllowed, NotFound, Refusal, SignInFirst
from rmtc.i18n import formats
from rmtc.i18n.texts import gettext as _
from rmtc.web.requests import Reads


class Withdrawn(Refusal):
    """The record was taken away; the message is its tombstone."""

    status = 410


def resource_to_read(session: Reads, visitor: Visitor, resource_id: int) -> Resource:
    """A record with everything its page shows; raises NotFound, SignInFirst or Withdrawn."""
    if resource_id >= 2**31:
        raise NotFound(_("There is no such record, or it is not open to you."))
    resource = queries.visible_resource(session, resource_id, visitor)
    if resource is None:
        _lead_on(session, resource_id, visitor)
        raise _refusal(session, resource_id, visitor)
    return resource


ResourceToRead = Annotated[Resource, Depends(resource_to_read)]


def _lead_on(session: ReadSession, resource_id: int, visitor: Actor | None) -> None:
    """Send those who may see it to the record that a double was merged into."""
    double = session.get(Resource, resource_id)
    if double is None or double.merged_into_id is None or double.access not in levels(visitor):
        return
    if queries.visible_resources(session, [double.merged_into_id], visitor):
        raise HTTPException(308, headers={"location": f"/library/{double.merged_into_id}"})


def _refusal(session: ReadSession, resource_id: int, visitor: Actor | None) -> Refusal:
    """Say why a record is not shown, without telling those it was never open to that it exists."""
    resource = session.get(Resource, resource_id)
    if resource is not None:
        if resource.state is ResourceState.WITHDRAWN and resource.access in levels(visitor):
            return Withdrawn(tombstone(resource))
        signed_in_only = resource.access is AccessLevel.SIGNED_IN and resource.state is ResourceState.PUBLISHED
        if visitor is None and signed_in_only:
            return SignInFirst(_("Please sign in to read this record."))
    return NotFound(_("There is no such record, or it is not open to you."))


def files_to_read(visitor: Visitor, resource: ResourceToRead) -> Resource:
    """The same, whose files the visitor may open; raises SignInFirst where that would help, else NotAllowed."""
    if not resource.files_are_open:
        level = resource.files_access or resource.access
        if visitor is None and level is AccessLevel.SIGNED_IN and not resource.files_open_on:
            raise SignInFirst(_("Please sign in to read this record."))
        raise NotAllowed(_("The files of this record are not open to you."))
    return resource


FilesToRead = Annotated[Resource, Depends(files_to_read)]


def tombstone(resource: Resource) -> str:
    """What is left to say of a withdrawn record: its title, the day and the reason."""
    assert resource.withdrawn_at is not None
    said = {
        "title": resource.title,
        "day": formats.day(resource.withdrawn_at),
        "reason": resource.withdrawn_reason,
    }
    return _("“%(title)s” was withdrawn on %(day)s. Reason: %(reason)s") % said
