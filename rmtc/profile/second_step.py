"""Setting up, renewing and ending the second step of signing in."""

import secrets

import pyotp
from sqlalchemy import delete

from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Person, RecoveryCode, SecondFactor
from rmtc.accounts.sealed_secrets import seal, unseal
from rmtc.accounts.second_factor import forget_second_step, hash_of_code, matching_step, plain
from rmtc.accounts.services import Caller
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import Database, WriteSession
from rmtc.errors import FieldRefusal, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.joining import letters
from rmtc.joining.letters import send
from rmtc.profile.services import check_own_password, renew_session

CODES = 10
ISSUER = "RMTC"


def begin(database: Database, current: str, caller: Caller, key: bytes, *, by: Actor) -> None:
    """Make the secret for an app, sealed with the site's `key`; it counts only once a code has confirmed it."""
    check_own_password(database, current, caller, by=by)
    with database.writing() as session:
        kept = session.get(SecondFactor, by.id)
        if kept is not None and kept.confirmed_at is not None:
            return
        if kept is not None:
            session.delete(kept)
            session.flush()
        secret = seal(key, by.id, pyotp.random_base32(32))
        session.add(SecondFactor(person_id=by.id, secret=secret, created_at=now()))


def address_for_app(secret: str, email: str) -> str:
    """The otpauth address that an authenticator app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def confirm(
    session: WriteSession, code: str, caller: Caller, key: bytes, site_url: str, *, by: Actor
) -> tuple[list[str], str]:
    """Switch the second step on; returns the recovery codes and the token of the browser's new session."""
    factor = session.get(SecondFactor, by.id)
    if factor is None or factor.confirmed_at is not None:
        raise NotFound(_("There is nothing to confirm."))
    secret = unseal(key, by.id, factor.secret)
    step = matching_step(secret, plain(code)) if secret else None
    if step is None:
        raise FieldRefusal("code", _("This code is not right. Check the clock of your phone, then use the next code."))
    factor.confirmed_at, factor.last_step = now(), step
    person = session.get_one(Person, by.id)
    record(session, "second_factor.added", ("person", by.id), by=by.id)
    send(session, letters.CHANGED, person, change=letters.NEW_FACTOR, link=f"{site_url}/password-reset")
    return _new_codes(session, by.id), renew_session(session, person, caller)


def renew_codes(database: Database, current: str, caller: Caller, *, by: Actor) -> list[str]:
    """Make new recovery codes; the old ones are worthless."""
    check_own_password(database, current, caller, by=by)
    with database.writing() as session:
        factor = session.get(SecondFactor, by.id)
        if factor is None or factor.confirmed_at is None:
            raise NotFound(_("There is nothing to renew."))
        record(session, "recovery_codes.renewed", ("person", by.id), by=by.id)
        return _new_codes(session, by.id)


def end(database: Database, current: str, caller: Caller, site_url: str, *, by: Actor) -> str:
    """Switch the second step off; returns the token of the browser's new session."""
    check_own_password(database, current, caller, by=by)
    with database.writing() as session:
        person = session.get_one(Person, by.id)
        forget_second_step(session, person.id)
        record(session, "second_factor.ended", ("person", by.id), by=by.id)
        send(session, letters.CHANGED, person, change=letters.NO_FACTOR, link=f"{site_url}/password-reset")
        return renew_session(session, person, caller)


def _new_codes(session: WriteSession, person_id: int) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = [secrets.token_hex(8) for _each in range(CODES)]
    session.add_all(RecoveryCode(person_id=person_id, code_hash=hash_of_code(person_id, code)) for code in codes)
    session.flush()
    return ["-".join(code[place : place + 4] for place in range(0, 16, 4)) for code in codes]
