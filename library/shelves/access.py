"""Who keeps collections: the librarians all of them, curators their own."""

from typing import Annotated

from fastapi import Depends

from library.collections.models import Collection, CollectionRole
from library.collections.policies import CURATOR, may
from library.collections.queries import collection_with_key
from library.desk.access import LARGEST_ID, Librarian
from library.shelves import queries
from rmtc.accounts.actors import Actor
from rmtc.accounts.signin import SignedIn
from rmtc.errors import NotAllowed, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.requests import Reads


def curator(session: Reads, actor: SignedIn) -> Actor:
    """Someone who keeps a collection at least."""
    if not queries.keeps_some(session, actor):
        raise NotAllowed(_("This page is for those who keep a collection."))
    return actor


Curator = Annotated[Actor, Depends(curator)]


def collection_to_see(session: Reads, key: str) -> Collection:
    """A collection; 404 when there is none."""
    collection = collection_with_key(session, key[:60])
    if collection is None:
        raise NotFound(_("There is no such collection."))
    return collection


CollectionToSee = Annotated[Collection, Depends(collection_to_see)]


def collection_to_keep(_actor: Librarian, collection: CollectionToSee) -> Collection:
    """A collection for the librarians, who arrange them and say who works there."""
    return collection


CollectionToKeep = Annotated[Collection, Depends(collection_to_keep)]


def collection_to_order(session: Reads, actor: Curator, collection: CollectionToSee) -> Collection:
    """A collection for those who keep it, or one that it stands under."""
    if not may(session, actor, CURATOR, collection.id):
        raise NotAllowed(_("This page is for those who keep the collection."))
    return collection


CollectionToOrder = Annotated[Collection, Depends(collection_to_order)]


def role_to_take(session: Reads, collection: CollectionToKeep, role_id: int) -> CollectionRole:
    """A role held on a collection itself; 404 when there is none."""
    role = session.get(CollectionRole, role_id) if role_id < LARGEST_ID else None
    if role is None or role.collection_id != collection.id:
        raise NotFound(_("There is no such role."))
    return role


RoleToTake = Annotated[CollectionRole, Depends(role_to_take)]
