"""Which records the damaged files belong to, and who is told."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import exists, func, select

from library.resources.models import Resource, ResourceFile, ResourceVersion
from rmtc.accounts.models import Person, PersonState, Role, RoleName
from rmtc.db import ReadSession

SHOWN = 5
"""So many records of one file are named."""


@dataclass(frozen=True)
class Holder:
    """A record that has a file, and what the file is called there."""

    resource_id: int
    title: str
    language: str
    name: str


def holders_of(session: ReadSession, sha256s: Iterable[str]) -> dict[str, list[Holder]]:
    """The first records that hold some files, by the SHA-256 of the file; other files are of courses, or covers."""
    place = func.row_number().over(partition_by=ResourceFile.sha256, order_by=Resource.id).label("place")
    rows = (
        select(ResourceFile.sha256, Resource.id, Resource.title, Resource.language, ResourceFile.name, place)
        .join(ResourceVersion, ResourceVersion.id == ResourceFile.version_id)
        .join(Resource, Resource.id == ResourceVersion.resource_id)
        .where(ResourceFile.sha256.in_(list(sha256s)))
        .subquery()
    )
    found: dict[str, list[Holder]] = {}
    first = select(rows).where(rows.c.place <= SHOWN).order_by(rows.c.place)
    for sha256, resource_id, title, language, name, _place in session.execute(first):
        found.setdefault(sha256, []).append(Holder(resource_id, title, language, name))
    return found


def keepers(session: ReadSession) -> list[Person]:
    """The Centre's librarians and the administrators, who can bring a file back."""
    roles = Role.name.in_((RoleName.LIBRARIAN, RoleName.ADMIN))
    holds = exists().where(Role.person_id == Person.id, Role.scope_kind == "", roles)
    return list(session.scalars(select(Person).where(Person.state == PersonState.ACTIVE, holds).order_by(Person.id)))
