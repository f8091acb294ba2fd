"""Who may see a record in review, and who may decide about it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from sqlalchemy import select

from library.collections.models import Collection
from library.collections.policies import REVIEWER, collections_held
from library.desk.access import LARGEST_ID, is_own_draft, may_curate
from library.resources import queries
from library.resources.models import Resource
from library.resources.policies import is_staff
from rmtc.accounts.actors import Actor
from rmtc.accounts.signin import SignedIn
from rmtc.db import ReadSession
from rmtc.errors import NotAllowed, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.requests import Reads


@dataclass(frozen=True)
class InReview:
    """A record with what who asks may do: decide about it, or only speak of a draft of their own; change it."""

    resource: Resource
    may_decide: bool
    may_edit: bool


def record_in_review(session: Reads, actor: SignedIn, resource_id: int) -> InReview:
    """A record for its reviewers and its submitter; others are told what they are told about any number."""
    resource = queries.resource_with_files(session, resource_id) if resource_id < LARGEST_ID else None
    if is_staff(actor) and resource is None:
        raise NotFound(_("There is no such record."))
    if resource is not None and may_decide(session, actor, resource):
        return InReview(resource, may_decide=True, may_edit=may_curate(session, actor, resource))
    if resource is None or not is_own_draft(session, actor, resource):
        raise NotAllowed(_("The desk is for the librarians of the Centre."))
    return InReview(resource, may_decide=False, may_edit=True)


RecordInReview = Annotated[InReview, Depends(record_in_review)]


def record_to_decide(found: RecordInReview) -> Resource:
    """A record somebody may publish or return."""
    if not found.may_decide:
        raise NotAllowed(_("A reviewer of the collection decides about this draft."))
    return found.resource


RecordToDecide = Annotated[Resource, Depends(record_to_decide)]


def may_decide(session: ReadSession, actor: Actor, resource: Resource) -> bool:
    """Say whether somebody keeps the library, or looks records over in a collection of this one."""
    if is_staff(actor):
        return True
    placed = Collection.id.in_([place.collection_id for place in resource.collections])
    mine = Collection.id.in_(collections_held(actor, REVIEWER))
    return session.scalar(select(Collection.id).where(placed, mine).limit(1)) is not None


async def reviewer(actor: SignedIn) -> Actor:
    """Anybody who is signed in: the list holds only what is theirs to review."""
    return actor


Reviewer = Annotated[Actor, Depends(reviewer)]
