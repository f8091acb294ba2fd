"""Reading people and institutions."""

from sqlalchemy import select

from rmtc.accounts.models import Institution, Person, PersonState, Role, RoleName
from rmtc.db import ReadSession
from rmtc.i18n.languages import current
from rmtc.i18n.serbian import to_latin


def person_by_email(session: ReadSession, email: str) -> Person | None:
    """The person with an address, whatever the case of its letters."""
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


def institution_choices(session: ReadSession, only: set[int] | None = None) -> list[tuple[int, str]]:
    """The id and name of every institution (or only of some), by name in the reader's language."""
    statement = select(Institution.id, Institution.name, Institution.name_sr)
    if only is not None:
        statement = statement.where(Institution.id.in_(only))
    rows = [(row.id, shown_name(row.name, row.name_sr)) for row in session.execute(statement)]
    return sorted(rows, key=lambda row: row[1].casefold())


def shown_name(name: str, name_sr: str) -> str:
    """An institution's name in the reader's language."""
    language = current()
    if not name_sr or not language.startswith("sr"):
        return name
    return to_latin(name_sr) if language == "sr-Latn" else name_sr


def approvers(session: ReadSession, institution_id: int | None) -> list[Person]:
    """Who decides about a request for an account: the institution's coordinators, or the managers where it has none."""
    active = select(Person).join(Role, Role.person_id == Person.id).where(Person.state == PersonState.ACTIVE)
    own = (Role.name == RoleName.COORDINATOR, Role.scope_kind == "institution", Role.scope_id == institution_id)
    coordinators = list(session.scalars(active.where(*own).distinct())) if institution_id else []
    return coordinators or list(session.scalars(active.where(Role.name == RoleName.MANAGER).distinct()))
