"""How a bag names another record: by what is the same on every site, never by a number."""

from collections.abc import Collection

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from library.resources.models import Resource, ResourceState
from library.resources.queries import newest_files, records_with_content, resource_by_key
from rmtc.db import ReadSession


class NamedRecord(BaseModel):
    """A record by its key, by the sum of the first file of its newest version, or by kind and title."""

    model_config = ConfigDict(extra="ignore")

    key: str = Field("", max_length=80)
    sha256: str = Field("", pattern=r"^([0-9a-f]{64})?$")
    kind: str = Field("", max_length=20)
    title: str = Field("", max_length=500)


def names_of(session: ReadSession, ids: Collection[int]) -> dict[int, NamedRecord]:
    """The names of some records, by number; in two queries."""
    files = newest_files(session, list(ids))
    found = session.scalars(select(Resource).where(Resource.id.in_(ids)))
    return {one.id: _name(one, files[one.id][0].sha256 if one.id in files else "") for one in found}


def _name(resource: Resource, sha256: str) -> NamedRecord:
    return NamedRecord(key=resource.key or "", sha256=sha256, kind=resource.kind, title=resource.title)


def records_named(session: ReadSession, name: NamedRecord) -> list[Resource]:
    """The records that a name may mean: at most two; withdrawn ones only by key, and the record a double went into."""
    if name.key and (keyed := resource_by_key(session, name.key)):
        return [session.get_one(Resource, keyed.merged_into_id) if keyed.merged_into_id else keyed]
    if name.sha256:
        same = records_with_content(session, name.sha256)
        return [one for one in same if one.state is not ResourceState.WITHDRAWN][:2]
    alike = (Resource.title == name.title, Resource.kind == name.kind, Resource.state != ResourceState.WITHDRAWN)
    return list(session.scalars(select(Resource).where(*alike).order_by(Resource.id).limit(2)))


def record_named(session: ReadSession, name: NamedRecord | None) -> Resource | None:
    """The one record that a name means; None where there is none, or more than one."""
    found = records_named(session, name) if name else []
    return found[0] if len(found) == 1 else None
