"""Drafts, for those who have to do with them before anybody else sees them."""

from sqlalchemy import ColumnElement, and_, or_, select

from library.collections.holding import holders
from library.collections.policies import CURATOR, REVIEWER, held_by
from library.resources.models import Resource, ResourceCollection, ResourceState
from rmtc.accounts.actors import Actor


def drafts_of(actor: Actor) -> ColumnElement[bool]:
    """The condition that a record is a draft that somebody made, or looks over in one of its collections."""
    mine = held_by(holders(actor), (REVIEWER, CURATOR))
    placed = select(ResourceCollection.resource_id).where(ResourceCollection.collection_id.in_(mine))
    own = or_(Resource.created_by == actor.id, Resource.id.in_(placed))
    return and_(Resource.state == ResourceState.DRAFT, own)
