"""When what the public sees of a record last changed: the stamp that harvesters go by.

A record names those it belongs with, so its stamp moves, too, when one of them comes into sight or leaves it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, not_, or_, select, update

from library.resources.models import Resource, ResourceRelation
from library.resources.policies import visible
from rmtc.db import WriteSession

AT_ONCE: Final = 1000
"""So many numbers in a statement; databases take a limited number of values."""


def announce(session: WriteSession, resource: Resource) -> None:
    """Stamp a record that was written, if the public sees it or saw it before."""
    is_public = session.scalar(select(Resource.id).where(Resource.id == resource.id, visible(None))) is not None
    turned = is_public != resource.is_announced
    if is_public or resource.is_announced:
        resource.is_announced, resource.announced_at = is_public, resource.changed_at
    if turned:
        announce_related(session, [resource.id], resource.changed_at)


def announce_all(session: WriteSession, chosen: ColumnElement[bool], moment: datetime) -> None:
    """The same for many records; what is loaded of them is out of date then."""
    turned = or_(and_(Resource.is_announced, not_(visible(None))), and_(not_(Resource.is_announced), visible(None)))
    turning = session.scalars(select(Resource.id).where(chosen, turned)).all()
    these = update(Resource).where(chosen).execution_options(synchronize_session=False)
    session.execute(these.where(visible(None)).values(is_announced=True, announced_at=moment))
    hidden = these.where(Resource.is_announced, not_(visible(None)))
    session.execute(hidden.values(is_announced=False, announced_at=moment))
    announce_related(session, turning, moment)


def announce_related(session: WriteSession, numbers: Sequence[int], moment: datetime) -> None:
    """Stamp the public records that name some others, since they name more or fewer of them now."""
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        forth = select(ResourceRelation.to_id).where(ResourceRelation.from_id.in_(some))
        back = select(ResourceRelation.from_id).where(ResourceRelation.to_id.in_(some))
        others = update(Resource).where(Resource.is_announced, Resource.id.in_(forth.union(back)))
        session.execute(others.values(announced_at=moment).execution_options(synchronize_session="fetch"))
