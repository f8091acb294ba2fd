"""Signing in: address and password, then a code where the account asks for one."""

from dataclasses import dataclass

from rmtc.accounts import queries, throttle
from rmtc.accounts.forms import CodeForm, SignInForm
from rmtc.accounts.models import Person, PersonState, TicketPurpose
from rmtc.accounts.passwords import is_password
from rmtc.accounts.second_factor import has_second_factor, take_code
from rmtc.accounts.sessions import open_session
from rmtc.accounts.tickets import find_ticket, issue_ticket, use_ticket
from rmtc.audit.services import record
from rmtc.db import Database, ReadSession, WriteSession
from rmtc.errors import FieldRefusal, TooOften
from rmtc.i18n.texts import gettext as _


@dataclass(frozen=True)
class Caller:
    """Where a sign-in comes from."""

    address: str
    agent: str


@dataclass(frozen=True)
class SigningIn:
    """What a right password opens: a session (its token), or the second step (the token of its ticket)."""

    session: str = ""
    second_step: str = ""


def sign_in(database: Database, form: SignInForm, caller: Caller) -> SigningIn:
    """Check a password outside any transaction, then open a session or ask for a code.

    Raises TooOften, or FieldRefusal with one sentence for an unknown account and for a wrong password alike.
    """
    email = form.email.lower()
    with database.reading() as session:
        _refuse_too_often(session, email, caller)
        person = queries.person_by_email(session, email)
    kept = person.password_hash if person is not None and person.state is PersonState.ACTIVE else ""
    matches = is_password(form.password, kept)
    with database.writing() as session:
        if matches and person is not None:
            if has_second_factor(session, person.id):
                return SigningIn(second_step=issue_ticket(session, person, TicketPurpose.SECOND_STEP))
            return SigningIn(_welcome(session, person, caller))
        throttle.note_failure(session, email, caller.address)
    raise FieldRefusal("password", _("The address and the password do not belong together."))


def finish_sign_in(database: Database, form: CodeForm, caller: Caller, key: bytes) -> str:
    """Check the code of the second step (`key` is the site's) and open a session; returns its token.

    Raises NotFound when the first step is more than five minutes ago, TooOften, or FieldRefusal for a wrong code.
    """
    with database.writing() as session:
        ticket, person = find_ticket(session, form.step, TicketPurpose.SECOND_STEP)
        _refuse_too_often(session, person.email, caller)
        if take_code(session, person.id, form.code, key):
            use_ticket(session, ticket)
            return _welcome(session, person, caller)
        throttle.note_failure(session, person.email, caller.address)
    raise FieldRefusal("code", _("This code is not right, or it has been used already. Wait for the next one."))


def _refuse_too_often(session: ReadSession, email: str, caller: Caller) -> None:
    if throttle.is_throttled(session, email, caller.address):
        raise TooOften(_("There were too many failed tries. Wait a quarter of an hour, then try again."))


def _welcome(session: WriteSession, person: Person, caller: Caller) -> str:
    throttle.forget_failures(session, person.email, caller.address)
    record(session, "person.signed_in", ("person", person.id), by=person.id)
    return open_session(session, person, agent=caller.agent, address=caller.address)
