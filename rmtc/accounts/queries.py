"""Reading people and institutions."""

from collections.abc import Iterable

from sqlalchemy import select

from rmtc.accounts.models import Institution, Person, PersonState, Role, RoleName
from rmtc.db import ReadSession


def person_by_email(session: ReadSession, email: str) -> Person | None:
    """The person with an address, whatever the case of its letters."""
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


def institution_choices(session: ReadSession, only: set[int] | None = None) -> list[tuple[int, str]]:
    """The id and name of every institution (or only of some), by name in the reader's language."""
    statement = select(Institution)
    if only is not None:
        statement = statement.where(Institution.id.in_(only))
    rows = [(each.id, each.shown_name) for each in session.scalars(statement)]
    return sorted(rows, key=lambda row: row[1].casefold())


def institutions_by_name(session: ReadSession) -> dict[str, int]:
    """The id of every institution by each of its names, whatever the case of their letters (casefold)."""
    rows = session.execute(select(Institution.id, Institution.name, Institution.name_sr)).all()
    return {name.casefold(): number for number, *names in rows for name in names if name}


def approvers(session: ReadSession, institution_id: int | None) -> list[Person]:
    """Who decides about a request for an account: the institution's coordinators, or the managers where it has none."""
    active = select(Person).join(Role, Role.person_id == Person.id).where(Person.state == PersonState.ACTIVE)
    own = (Role.name == RoleName.COORDINATOR, Role.scope_kind == "institution", Role.scope_id == institution_id)
    coordinators = list(session.scalars(active.where(*own).distinct())) if institution_id else []
    return coordinators or list(session.scalars(active.where(Role.name == RoleName.MANAGER).distinct()))


def institution_names(session: ReadSession, ids: Iterable[int]) -> dict[int, str]:
    """The names of some institutions in the reader's language, by id."""
    return dict(institution_choices(session, set(ids)))
