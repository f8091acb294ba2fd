"""Who may work at the desk, and the things on it."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy import select

from library.collections.models import Collection
from library.collections.policies import CURATOR, SUBMITTER, collections_held
from library.collections.queries import collections_with_keys
from library.resources import queries
from library.resources.models import Resource, ResourceFile, ResourceState
from library.resources.policies import is_staff
from rmtc.accounts.actors import Actor
from rmtc.accounts.signin import SignedIn
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal, NotAllowed, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.requests import Reads

LARGEST_ID = 2**31


async def librarian(actor: SignedIn) -> Actor:
    """Someone who keeps the library."""
    if not is_staff(actor):
        raise NotAllowed(_("The desk is for the librarians of the Centre."))
    return actor


Librarian = Annotated[Actor, Depends(librarian)]


def resource_to_keep(session: Reads, _actor: Librarian, resource_id: int) -> Resource:
    """A record in any state, with everything; 404 when there is none."""
    resource = queries.resource_with_files(session, resource_id) if resource_id < LARGEST_ID else None
    if resource is None:
        raise NotFound(_("There is no such record."))
    return resource


ResourceToKeep = Annotated[Resource, Depends(resource_to_keep)]


def resource_to_curate(session: Reads, actor: SignedIn, resource_id: int) -> Resource:
    """A record in any state for the librarians and for the curators of its collections; one's own draft."""
    resource = queries.resource_with_files(session, resource_id) if resource_id < LARGEST_ID else None
    if is_staff(actor) and resource is None:
        raise NotFound(_("There is no such record."))
    if resource is None or not may_curate(session, actor, resource):
        raise NotAllowed(_("The desk is for the librarians of the Centre."))
    return resource


ResourceToCurate = Annotated[Resource, Depends(resource_to_curate)]


def may_curate(session: ReadSession, actor: Actor, resource: Resource) -> bool:
    """Say whether somebody may change what is said about a record."""
    return _is_curated(session, actor, resource) or is_own_draft(session, actor, resource)


def _is_curated(session: ReadSession, actor: Actor, resource: Resource) -> bool:
    if is_staff(actor):
        return True
    placed = Collection.id.in_([place.collection_id for place in resource.collections])
    mine = Collection.id.in_(collections_held(actor, CURATOR))
    return session.scalar(select(Collection.id).where(placed, mine).limit(1)) is not None


def is_own_draft(session: ReadSession, actor: Actor, resource: Resource) -> bool:
    """Say whether a record is a draft that somebody made who still may hand records in."""
    if resource.state is not ResourceState.DRAFT or resource.created_by != actor.id:
        return False
    return session.scalar(collections_held(actor, SUBMITTER).limit(1)) is not None


def resource_again(session: ReadSession, resource_id: int) -> Resource:
    """A record that was authorised, once more, in the transaction that writes."""
    resource = queries.resource_with_files(session, resource_id)
    assert resource is not None
    return resource


def hold_to_own(session: ReadSession, actor: Actor, resource: Resource, wanted: list[str]) -> None:
    """Let a curator put a record into collections they keep, and take it out of those, and of no other.

    With a draft of one's own the same holds for the collections one may hand records in to.
    """
    if is_staff(actor):
        return
    placed = {place.collection_id for place in resource.collections}
    role = SUBMITTER if is_own_draft(session, actor, resource) else CURATOR
    mine = set(session.scalars(collections_held(actor, role)))
    after = {one.id for one in collections_with_keys(session, wanted).values()}
    if (placed ^ after) - mine or not after & mine:
        raise FieldRefusal("collections", _("You can choose among the collections that you keep; the others stay."))


def file_to_keep(session: Reads, _actor: Librarian, file_id: int) -> tuple[ResourceFile, Resource]:
    """A file with its record; 404 when there is none."""
    found = queries.file_with_record(session, file_id) if file_id < LARGEST_ID else None
    if found is None:
        raise NotFound(_("There is no such file."))
    return found


FileToKeep = Annotated[tuple[ResourceFile, Resource], Depends(file_to_keep)]
