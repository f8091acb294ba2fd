"""Reading people for those who manage them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Institution, Person, PersonState, Role, RoleName
from rmtc.audit.models import AuditEntry
from rmtc.db import ReadSession
from rmtc.paging import Paged, read_page
from rmtc.people.policies import manages_everybody, own_institutions
from rmtc.search.folding import fold

RECENT = 10


def find_people(
    session: ReadSession, actor: Actor, *, q: str, state: str, institution: int, role: str, page: int
) -> Paged[Row[Any]]:
    """The people somebody may see that fit what was asked, those waiting first, then by name."""
    found = select(Person).options(joinedload(Person.institution), selectinload(Person.roles))
    if not manages_everybody(actor):
        found = found.where(Person.institution_id.in_(own_institutions(actor)))
    for word in fold(q).split():
        found = found.where(Person.folded_name.contains(word, autoescape=True) | _in_address(word))
    if q.strip() and not fold(q):
        found = found.where(_in_address(q.strip().lower()))
    if state in set(PersonState):
        found = found.where(Person.state == PersonState(state))
    if institution:
        found = found.where(Person.institution_id == institution)
    if role in set(RoleName):
        found = found.where(Person.id.in_(select(Role.person_id).where(Role.name == RoleName(role))))
    return read_page(session, found.order_by(Person.state != PersonState.WAITING, Person.folded_name, Person.id), page)


def _in_address(word: str) -> Any:
    return or_(Person.email.contains(word, autoescape=True))


def waiting_count(session: ReadSession, actor: Actor) -> int:
    """How many requests wait for somebody."""
    waiting = select(func.count()).select_from(Person).where(Person.state == PersonState.WAITING)
    if not manages_everybody(actor):
        waiting = waiting.where(Person.institution_id.in_(own_institutions(actor)))
    return session.scalar(waiting) or 0


def person_with_roles(session: ReadSession, person_id: int) -> Person | None:
    """A person with institution and roles."""
    loaded = (joinedload(Person.institution), selectinload(Person.roles))
    fresh = select(Person).where(Person.id == person_id).options(*loaded).execution_options(populate_existing=True)
    return session.scalar(fresh)


def role_of(session: ReadSession, person_id: int, role_id: int) -> Role | None:
    """A role of a person."""
    return session.scalar(select(Role).where(Role.id == role_id, Role.person_id == person_id))


def role_names(session: ReadSession, person_id: int) -> set[RoleName]:
    """The names of the roles a person has anywhere."""
    return set(session.scalars(select(Role.name).where(Role.person_id == person_id)))


def recent_entries(session: ReadSession, person_id: int) -> Sequence[Row[datetime, str, str]]:
    """The newest entries of the log about a person: when, what, and the name of who did it."""
    return session.execute(
        select(AuditEntry.at, AuditEntry.what, Person.name)
        .outerjoin(Person, Person.id == AuditEntry.by)
        .where(AuditEntry.subject_kind == "person", AuditEntry.subject_id == person_id)
        .order_by(AuditEntry.id.desc())
        .limit(RECENT)
    ).all()


def find_institutions(session: ReadSession, q: str, page: int) -> Paged[Row[Any]]:
    """Institutions with the number of their people, by name."""
    count = select(func.count()).where(Person.institution_id == Institution.id).correlate(Institution)
    found = select(Institution, count.scalar_subquery().label("people")).order_by(Institution.name)
    if q.strip():
        names = (Institution.name, Institution.name_sr)
        found = found.where(or_(*(name.icontains(q.strip(), autoescape=True) for name in names)))
    return read_page(session, found, page)
