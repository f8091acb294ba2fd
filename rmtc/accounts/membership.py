"""Making institutions, people and their roles: what pages, commands, imports and demonstration data share.

Whoever calls this has made sure that `by` may do it (rmtc.people.policies says what a manager or coordinator may).
"""

from dataclasses import dataclass

from sqlalchemy import func, select

from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Institution, Person, PersonState, Role, RoleName
from rmtc.accounts.queries import person_by_email
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import ReadSession, WriteSession
from rmtc.errors import FieldRefusal, Refusal
from rmtc.i18n.texts import gettext as _


@dataclass(frozen=True)
class NewPerson:
    """What an account begins with; without a password its owner comes by invitation."""

    email: str
    name: str
    institution_id: int | None = None
    language: str = "en"
    state: PersonState = PersonState.INVITED
    password_hash: str = ""


@dataclass(frozen=True)
class NewInstitution:
    """What an institution begins with; country by ISO 3166-1 alpha-2."""

    name: str
    country: str
    name_sr: str = ""
    url: str = ""


def add_person(session: WriteSession, new: NewPerson, *, by: Actor | None) -> Person:
    """Make an account; FieldRefusal when the address has one already. `by` is None for a person's own registration."""
    email = new.email.strip().lower()
    if person_by_email(session, email) is not None:
        raise FieldRefusal("email", _("There is an account with this address already."))
    person = Person(
        email=email,
        name=new.name,
        institution_id=new.institution_id,
        language=new.language,
        state=new.state,
        password_hash=new.password_hash,
        created_at=now(),
    )
    session.add(person)
    session.flush()
    details = {"email": email, "name": new.name, "state": str(new.state)}
    record(session, "person.added", ("person", person.id), by=by.id if by else person.id, **details)
    return person


def add_institution(session: WriteSession, new: NewInstitution, *, by: Actor) -> Institution:
    """Make an institution; FieldRefusal when there is one of this name."""
    refuse_doubled_name(session, new.name)
    institution = Institution(name=new.name, name_sr=new.name_sr, country=new.country.upper(), url=new.url)
    session.add(institution)
    session.flush()
    record(session, "institution.added", ("institution", institution.id), by=by.id, name=new.name)
    return institution


def refuse_doubled_name(session: ReadSession, name: str, except_id: int = 0) -> None:
    """FieldRefusal when another institution has this name, whatever the case (SQLite's lower() knows a to z alone)."""
    others = session.scalars(select(Institution.name).where(Institution.id != except_id))
    if name.casefold() in {other.casefold() for other in others}:
        raise FieldRefusal("name", _("There is an institution of this name already."))


def grant_role(
    session: WriteSession, person: Person, name: RoleName, scope_kind: str = "", scope_id: int = 0, *, by: Actor
) -> Role:
    """Give a role, everywhere or within a scope; one that is there already stays as it is."""
    kept = session.scalar(
        select(Role).where(
            Role.person_id == person.id, Role.name == name, Role.scope_kind == scope_kind, Role.scope_id == scope_id
        )
    )
    if kept is not None:
        return kept
    role = Role(person_id=person.id, name=name, scope_kind=scope_kind, scope_id=scope_id, granted_at=now())
    role.granted_by = by.id or None
    session.add(role)
    session.flush()
    details = {"role": str(name), "scope_kind": scope_kind, "scope_id": scope_id}
    record(session, "role.granted", ("person", person.id), by=by.id, **details)
    return role


def end_role(session: WriteSession, role: Role, *, by: Actor) -> None:
    """Take a role away; the last administrator keeps theirs, so that somebody can always let others in."""
    if role.name is RoleName.ADMIN and not _other_admins(session, role.person_id):
        raise Refusal(_("This is the last administrator. Make somebody else an administrator first."))
    details = {"role": str(role.name), "scope_kind": role.scope_kind, "scope_id": role.scope_id}
    record(session, "role.ended", ("person", role.person_id), by=by.id, **details)
    session.delete(role)
    session.flush()


def refuse_last_admin(session: ReadSession, person: Person) -> None:
    """Refusal when nobody else could administer the site without this person."""
    is_admin = select(Role.id).where(Role.person_id == person.id, Role.name == RoleName.ADMIN)
    if session.scalar(is_admin) is not None and not _other_admins(session, person.id):
        raise Refusal(_("This is the last administrator. Make somebody else an administrator first."))


def _other_admins(session: ReadSession, person_id: int) -> int:
    others = select(func.count(Person.id.distinct())).join(Role, Role.person_id == Person.id)
    others = others.where(Role.name == RoleName.ADMIN, Role.scope_kind == "", Person.id != person_id)
    return session.scalar(others.where(Person.state == PersonState.ACTIVE)) or 0
