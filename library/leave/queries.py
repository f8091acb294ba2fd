"""Reading requests for leave."""

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import joinedload

from library.collections.policies import CURATOR, collections_held
from library.leave.models import AccessRequest, RequestState
from library.resources.models import Resource, ResourceCollection, ResourceState
from library.resources.policies import is_staff
from library.resources.queries import WITH_FILES
from rmtc.accounts.actors import Actor
from rmtc.accounts.sessions import hash_of
from rmtc.clock import now
from rmtc.db import ReadSession


def answerable(actor: Actor) -> ColumnElement[bool]:
    """The condition that somebody may answer a request: staff all, curators those of their collections."""
    if is_staff(actor):
        return true()
    kept = ResourceCollection.collection_id.in_(collections_held(actor, CURATOR))
    return AccessRequest.resource_id.in_(select(ResourceCollection.resource_id).where(kept))


def requests_to_answer(actor: Actor, state: RequestState) -> Select[AccessRequest]:
    """The requests in a state that somebody may answer, with their records: who waits longest first."""
    order = AccessRequest.asked_at if state is RequestState.WAITING else AccessRequest.answered_at.desc()
    chosen = select(AccessRequest).where(AccessRequest.state == state, answerable(actor))
    return chosen.options(joinedload(AccessRequest.resource)).order_by(order, AccessRequest.id)


def count_waiting(session: ReadSession, actor: Actor) -> int:
    """How many requests wait for somebody's answer."""
    waiting = select(func.count()).where(AccessRequest.state == RequestState.WAITING, answerable(actor))
    return session.scalar(waiting) or 0


def request_to_answer(session: ReadSession, request_id: int, actor: Actor) -> AccessRequest | None:
    """A request that somebody may answer, with its record."""
    chosen = select(AccessRequest).where(AccessRequest.id == request_id, answerable(actor))
    return session.scalar(chosen.options(joinedload(AccessRequest.resource)))


def request_of_token(session: ReadSession, token: str) -> AccessRequest | None:
    """The granted request that a link belongs to, with the files of its record, while the leave lasts."""
    whole = joinedload(AccessRequest.resource).options(WITH_FILES)
    chosen = select(AccessRequest).join(Resource, Resource.id == AccessRequest.resource_id)
    chosen = chosen.where(
        Resource.state == ResourceState.PUBLISHED,
        AccessRequest.token_hash == hash_of(token),
        AccessRequest.state == RequestState.GRANTED,
        AccessRequest.until > now(),
    )
    return session.scalar(chosen.options(whole))


def waits_already(session: ReadSession, resource: Resource, email: str) -> bool:
    """Say whether somebody asked for this record and has no answer yet."""
    mine = (AccessRequest.resource_id == resource.id, AccessRequest.email == email.lower())
    return bool(session.scalar(select(func.count()).where(*mine, AccessRequest.state == RequestState.WAITING)))
