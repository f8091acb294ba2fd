"""Changing one's own account."""

import secrets
from datetime import timedelta

from sqlalchemy import CursorResult, update

from rmtc.accounts import throttle
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import ApiToken, Person, TicketPurpose
from rmtc.accounts.passwords import hash_password, is_password, weakness
from rmtc.accounts.queries import person_by_email
from rmtc.accounts.services import Caller
from rmtc.accounts.sessions import end_other_sessions, end_session, hash_of, open_session
from rmtc.accounts.tickets import issue_ticket
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import Database, WriteSession
from rmtc.errors import FieldRefusal, NotFound, TooOften
from rmtc.i18n.texts import gettext as _
from rmtc.joining import letters
from rmtc.joining.letters import send
from rmtc.profile.forms import AddressForm, PasswordChangeForm, ProfileForm, SignOutForm, TokenForm


def save_profile(session: WriteSession, form: ProfileForm, *, by: Actor) -> Person:
    """Keep how a person is called and in which language and time zone they read."""
    person = session.get_one(Person, by.id)
    old = {"name": person.name, "language": person.language, "time_zone": person.time_zone}
    person.name, person.language, person.time_zone = form.name, form.language, form.time_zone
    new = {name: value for name, value in form.model_dump().items() if old[name] != value}
    if new:
        record(session, "person.changed", ("person", person.id), by=by.id, new=new, old={n: old[n] for n in new})
    return person


def check_own_password(database: Database, typed: str, caller: Caller, *, by: Actor) -> None:
    """FieldRefusal unless this is the person's password; tries are counted as those of signing in are."""
    with database.reading() as session:
        if throttle.is_throttled(session, by.email, caller.address):
            raise TooOften(_("There were too many failed tries. Wait a quarter of an hour, then try again."))
        kept = session.get_one(Person, by.id).password_hash
    if is_password(typed, kept):
        return
    with database.writing() as session:
        throttle.note_failure(session, by.email, caller.address)
    raise FieldRefusal("current", _("This is not your password."))


def change_password(database: Database, form: PasswordChangeForm, caller: Caller, site_url: str, *, by: Actor) -> str:
    """Change one's password; every browser is signed out and this one gets the new session whose token is returned."""
    check_own_password(database, form.current, caller, by=by)
    if wrong := weakness(form.password, by.name, by.email):
        raise FieldRefusal("password", wrong)
    hashed = hash_password(form.password)
    with database.writing() as session:
        person = session.get_one(Person, by.id)
        person.password_hash = hashed
        record(session, "password.changed", ("person", by.id), by=by.id)
        send(session, letters.CHANGED, person, change=letters.NEW_PASSWORD, link=f"{site_url}/password-reset")
        return renew_session(session, person, caller)


def renew_session(session: WriteSession, person: Person, caller: Caller) -> str:
    """Sign every browser out, and this one in again; returns its new token."""
    end_other_sessions(session, person.id)
    return open_session(session, person, agent=caller.agent, address=caller.address)


def ask_for_address(database: Database, form: AddressForm, caller: Caller, site_url: str, *, by: Actor) -> None:
    """Send a link to a new address; the account moves there when the link is followed.

    Whether the address has an account already is said to the owner of that address only.
    """
    check_own_password(database, form.current, caller, by=by)
    with database.writing() as session:
        if not throttle.may_send_letter(session, form.email, caller.address):
            return
        person, other = session.get_one(Person, by.id), person_by_email(session, form.email)
        record(session, "person.move_asked_for", ("person", by.id), by=by.id, new=form.email)
        if other is not None:
            send(session, letters.KNOWN_ADDRESS, other, link=f"{site_url}/password-reset")
            return
        token = issue_ticket(session, person, TicketPurpose.ADDRESS, form.email)
        send(session, letters.NEW_ADDRESS, person, to=form.email, link=f"{site_url}/tickets/{token}")


def sign_browsers_out(session: WriteSession, form: SignOutForm, *, by: Actor) -> None:
    """End one session of the person, or all but this one."""
    if form.session == "others":
        end_other_sessions(session, by.id, keep=by.session_id)
    else:
        end_session(session, int(form.session), by.id)
    record(session, "sessions.ended", ("person", by.id), by=by.id, which=form.session)


def make_token(session: WriteSession, form: TokenForm, *, by: Actor) -> str:
    """Make a token for the JSON API; it is returned this once and only its hash is kept."""
    token, moment = f"rmtc_{secrets.token_urlsafe(32)}", now()
    ends = moment + timedelta(days=int(form.days))
    kept = ApiToken(token_hash=hash_of(token), person_id=by.id, name=form.name, created_at=moment, expires_at=ends)
    session.add(kept)
    session.flush()
    record(session, "token.made", ("token", kept.id), by=by.id, name=form.name, days=int(form.days))
    return token


def revoke_token(session: WriteSession, token_id: int, *, by: Actor) -> None:
    """End a token of one's own; NotFound when there is no such one."""
    mine = (ApiToken.id == token_id, ApiToken.person_id == by.id, ApiToken.ended_at.is_(None))
    done = session.execute(update(ApiToken).where(*mine).values(ended_at=now()))
    assert isinstance(done, CursorResult)
    if done.rowcount != 1:
        raise NotFound(_("There is no such token."))
    record(session, "token.revoked", ("token", token_id), by=by.id)
