"""Erasing a person: the name goes from everything, the accredited record stays (GDPR, Article 17(3))."""

from collections.abc import Callable, Iterable

from sqlalchemy import delete, select, update

from rmtc.accounts.actors import Actor
from rmtc.accounts.models import (
    ApiToken,
    Person,
    PersonState,
    Role,
    SignInSession,
    SignInTry,
    Ticket,
)
from rmtc.accounts.second_factor import forget_second_step
from rmtc.audit.models import AuditDetail, AuditEntry
from rmtc.audit.services import record
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal, NotAllowed, Refusal
from rmtc.i18n.texts import gettext as _
from rmtc.mail.models import Mail
from rmtc.people.policies import NOWHERE, is_erased, may_erase

Erase = Callable[[WriteSession, int], None]


def erase_person(session: WriteSession, person: Person, typed: str, parts: Iterable[Erase], *, by: Actor) -> Person:
    """Erase a person whose account is closed; `typed` is their address, `parts` is what every part erases."""
    if not may_erase(by):
        raise NotAllowed(_("Only administrators erase people."))
    if person.state is not PersonState.CLOSED or is_erased(person):
        raise Refusal(_("Close the account first. What is erased cannot be brought back."))
    if typed.strip().lower() != person.email:
        raise FieldRefusal("email", _("This is not the address of the account."))
    for erase in parts:
        erase(session, person.id)
    _erase_account(session, person)
    record(session, "person.erased", ("person", person.id), by=by.id)
    return person


def _erase_account(session: WriteSession, person: Person) -> None:
    for kind in (ApiToken, SignInSession, Ticket, Role):
        session.execute(delete(kind).where(kind.person_id == person.id))
    forget_second_step(session, person.id)
    session.execute(delete(SignInTry).where(SignInTry.email == person.email))
    session.execute(delete(Mail).where(Mail.to == person.email))
    told = select(AuditEntry.id).where(AuditEntry.subject_kind == "person", AuditEntry.subject_id == person.id)
    session.execute(delete(AuditDetail).where(AuditDetail.entry_id.in_(told)))
    gone = {"name": f"#{person.id}", "email": f"{person.id}@{NOWHERE}", "password_hash": "", "institution_id": None}
    session.execute(update(Person).where(Person.id == person.id).values(folded_name="", **gone))
    session.expire_all()
