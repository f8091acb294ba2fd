"""Which records the damaged files belong to, and who is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, exists, func, select

from library.resources.models import Resource, ResourceFile, ResourceVersion
from rmtc.accounts.models import Person, PersonState, Role, RoleName
from rmtc.db import ReadSession

SHOWN = 5
"""So many records of one file are named."""
AT_ONCE = 1000
"""So many files are asked about in one query."""


@dataclass(frozen=True)
class Holder:
    """A record that has a file, and what the file is called there."""

    resource_id: int
    title: str
    language: str
    name: str


def holders_of(session: ReadSession, sha256s: Sequence[str]) -> dict[str, list[Holder]]:
    """The first records that hold some files, by the SHA-256 of the file; other files are of courses, or covers."""
    found: dict[str, list[Holder]] = {}
    for first in range(0, len(sha256s), AT_ONCE):
        for row in session.execute(_first_holders(sha256s[first : first + AT_ONCE])):
            found.setdefault(row[0], []).append(Holder(row[1], row[2], row[3], row[4]))
    return found


def _first_holders(sha256s: Sequence[str]) -> Select[str, int, str, str, str]:
    place = func.row_number().over(partition_by=ResourceFile.sha256, order_by=Resource.id).label("place")
    rows = (
        select(ResourceFile.sha256, Resource.id, Resource.title, Resource.language, ResourceFile.name, place)
        .join(ResourceVersion, ResourceVersion.id == ResourceFile.version_id)
        .join(Resource, Resource.id == ResourceVersion.resource_id)
        .where(ResourceFile.sha256.in_(sha256s))
        .subquery()
    ).c
    shown = select(rows.sha256, rows.id, rows.title, rows.language, rows.name)
    return shown.where(rows.place <= SHOWN).order_by(rows.place)


def keepers(session: ReadSession) -> list[Person]:
    """The Centre's librarians and the administrators, who can bring a file back."""
    roles = Role.name.in_((RoleName.LIBRARIAN, RoleName.ADMIN))
    holds = exists().where(Role.person_id == Person.id, Role.scope_kind == "", roles)
    return list(session.scalars(select(Person).where(Person.state == PersonState.ACTIVE, holds).order_by(Person.id)))
