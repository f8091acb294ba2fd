"""The second step of signing in: a code from an authenticator app (TOTP, RFC 6238) or a recovery code."""

import hashlib
import hmac

import pyotp
from sqlalchemy import CursorResult, delete, select, update

from rmtc.accounts.models import RecoveryCode, SecondFactor
from rmtc.accounts.sealed_secrets import is_sealed, seal, unseal
from rmtc.clock import now
from rmtc.db import ReadSession, WriteSession

STEP = 30
"""Seconds for which a code stands (RFC 6238 §5.2); the one before and the one after are taken too."""


def has_second_factor(session: ReadSession, person_id: int) -> bool:
    """Say whether a person has to give a code when signing in."""
    found = select(SecondFactor.person_id).where(SecondFactor.person_id == person_id)
    return session.scalar(found.where(SecondFactor.confirmed_at.is_not(None))) is not None


def forget_second_step(session: WriteSession, person_id: int) -> None:
    """Delete the app's secret and the recovery codes of a person."""
    session.execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))


def take_code(session: WriteSession, person_id: int, code: str, key: bytes) -> bool:
    """Say whether a code is right, and use it up: neither an app's code nor a recovery code is taken twice.

    `key` is the site's, with which the app's secret is sealed.
    """
    typed = plain(code)
    return _take_app_code(session, person_id, typed, key) or _take_recovery_code(session, person_id, typed)


def plain(code: str) -> str:
    """A code as it is compared: small letters and digits only."""
    return "".join(filter(str.isalnum, code)).lower()


def hash_of_code(person_id: int, code: str) -> str:
    """The SHA-256 (hex) under which a recovery code (64 random bits) is kept."""
    return hashlib.sha256(f"{person_id}:{plain(code)}".encode()).hexdigest()


def matching_step(secret: str, code: str) -> int | None:
    """The 30-second step a code belongs to, if it is one of the three around now."""
    totp, present = pyotp.TOTP(secret), int(now().timestamp()) // STEP
    for step in (present, present - 1, present + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            return step
    return None


def _take_app_code(session: WriteSession, person_id: int, code: str, key: bytes) -> bool:
    factor = session.get(SecondFactor, person_id)
    secret = unseal(key, person_id, factor.secret) if factor else None
    step = matching_step(secret, code) if secret else None
    if factor is None or secret is None or step is None:
        return False
    kept = factor.secret if is_sealed(factor.secret) else seal(key, person_id, secret)
    # In one statement, so that of two sign-ins with the same code at the same moment only one succeeds.
    newer = (SecondFactor.person_id == person_id, SecondFactor.last_step < step)
    done = session.execute(update(SecondFactor).where(*newer).values(last_step=step, secret=kept))
    assert isinstance(done, CursorResult)
    return done.rowcount == 1


def _take_recovery_code(session: WriteSession, person_id: int, code: str) -> bool:
    unused = (
        RecoveryCode.person_id == person_id,
        RecoveryCode.code_hash == hash_of_code(person_id, code),
        RecoveryCode.used_at.is_(None),
    )
    done = session.execute(update(RecoveryCode).where(*unused).values(used_at=now()))
    assert isinstance(done, CursorResult)
    return done.rowcount == 1
