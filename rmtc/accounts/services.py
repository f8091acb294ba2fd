"""Signing in and out."""

from dataclasses import dataclass

from rmtc.accounts import queries, throttle
from rmtc.accounts.forms import SignInForm
from rmtc.accounts.models import Person, PersonState
from rmtc.accounts.passwords import is_password
from rmtc.accounts.sessions import open_session
from rmtc.audit.services import record
from rmtc.db import Database, WriteSession
from rmtc.errors import FieldRefusal, TooOften
from rmtc.i18n.texts import gettext as _


@dataclass(frozen=True)
class Caller:
    """Where a sign-in comes from."""

    address: str
    agent: str


def sign_in(database: Database, form: SignInForm, caller: Caller) -> str:
    """Check a password outside any transaction, then open a session; returns its token.

    Raises TooOften, or FieldRefusal with one sentence for an unknown account and for a wrong password alike.
    """
    email = form.email.lower()
    with database.reading() as session:
        if throttle.is_throttled(session, email, caller.address):
            raise TooOften(_("There were too many failed tries. Wait a quarter of an hour, then try again."))
        person = queries.person_by_email(session, email)
    kept = person.password_hash if person is not None and person.state is PersonState.ACTIVE else ""
    matches = is_password(form.password, kept)
    with database.writing() as session:
        if matches and person is not None:
            return _welcome(session, person, caller)
        throttle.note_failure(session, email, caller.address)
    raise FieldRefusal("password", _("The address and the password do not belong together."))


def _welcome(session: WriteSession, person: Person, caller: Caller) -> str:
    throttle.forget_failures(session, person.email, caller.address)
    record(session, "person.signed_in", ("person", person.id), by=person.id)
    return open_session(session, person, agent=caller.agent, address=caller.address)
