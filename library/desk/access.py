"""Who may work at the desk, and the things on it."""

from typing import Annotated

from fastapi import Depends

from library.resources import queries
from library.resources.models import Resource, ResourceFile
from library.resources.policies import is_staff
from rmtc.accounts.actors import Actor
from rmtc.accounts.signin import SignedIn
from rmtc.errors import NotAllowed, NotFound
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


def file_to_keep(session: Reads, _actor: Librarian, file_id: int) -> tuple[ResourceFile, Resource]:
    """A file with its record; 404 when there is none."""
    found = queries.file_with_record(session, file_id) if file_id < LARGEST_ID else None
    if found is None:
        raise NotFound(_("There is no such file."))
    return found


FileToKeep = Annotated[tuple[ResourceFile, Resource], Depends(file_to_keep)]
