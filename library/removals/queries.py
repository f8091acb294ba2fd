"""Requests to take documents down."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from library.removals.models import RemovalRequest, RemovalState
from library.resources.models import Resource
from rmtc.db import ReadSession

PER_PAGE = 25


@dataclass(frozen=True)
class Asked:
    """A request with the record it speaks of."""

    request: RemovalRequest
    resource: Resource


def requests(session: ReadSession, page: int) -> Sequence[Asked]:
    """A page of the requests: the open ones first, of each the newest first."""
    is_answered = RemovalRequest.state != RemovalState.OPEN
    rows = (
        select(RemovalRequest, Resource)
        .join(Resource, Resource.id == RemovalRequest.resource_id)
        .order_by(is_answered, RemovalRequest.id.desc())
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    return [Asked(request, resource) for request, resource in session.execute(rows)]


def count_requests(session: ReadSession) -> tuple[int, int]:
    """How many requests there are, and how many of them are open."""
    is_open = func.count().filter(RemovalRequest.state == RemovalState.OPEN)
    row = session.execute(select(func.count(), is_open).select_from(RemovalRequest)).one()
    return row[0], row[1]


def request_with_id(session: ReadSession, request_id: int) -> Asked | None:
    """A request with its record."""
    rows = select(RemovalRequest, Resource).join(Resource, Resource.id == RemovalRequest.resource_id)
    row = session.execute(rows.where(RemovalRequest.id == request_id)).first()
    return Asked(row[0], row[1]) if row else None
