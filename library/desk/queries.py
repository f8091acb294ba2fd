"""The desk's lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from library.resources.models import FileState, Resource, ResourceFile, ResourceState, ResourceVersion
from rmtc.db import ReadSession

PER_PAGE = 25
OPEN = (FileState.RECEIVED, FileState.EXTRACTING, FileState.NEEDS_REVIEW, FileState.QUARANTINED)


@dataclass(frozen=True)
class Waiting:
    """A file in the queue with the record it belongs to."""

    file: ResourceFile
    resource: Resource


def queue(session: ReadSession, states: Sequence[FileState], page: int = 1) -> list[Waiting]:
    """A page of the files in some states, those that changed last first."""
    rows = (
        select(ResourceFile, Resource)
        .join(ResourceVersion, ResourceVersion.id == ResourceFile.version_id)
        .join(Resource, Resource.id == ResourceVersion.resource_id)
        .where(ResourceFile.state.in_(states))
        .options(joinedload(ResourceFile.stored))
        .order_by(ResourceFile.changed_at.desc(), ResourceFile.id.desc())
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    return [Waiting(file, resource) for file, resource in session.execute(rows)]


def records(session: ReadSession, state: ResourceState | None, page: int = 1) -> list[Resource]:
    """A page of the records in a state (None: in any), those that changed last first."""
    chosen = select(Resource).order_by(Resource.changed_at.desc(), Resource.id.desc())
    if state is not None:
        chosen = chosen.where(Resource.state == state)
    return list(session.scalars(chosen.limit(PER_PAGE).offset((page - 1) * PER_PAGE)))


def count_records(session: ReadSession) -> dict[ResourceState, int]:
    """How many records are in each state."""
    rows = session.execute(select(Resource.state, func.count()).group_by(Resource.state).order_by(Resource.state))
    return dict(iter(rows))
