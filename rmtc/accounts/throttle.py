"""Failed tries to sign in are counted by account and address, and by address alone only when there are very many.

A class of thirty sits behind one address, so an address by itself is stopped only at a hundred failures an hour.
"""

from datetime import timedelta

from sqlalchemy import delete, func, select

from rmtc.accounts.models import SignInTry
from rmtc.clock import now
from rmtc.db import ReadSession, WriteSession
from rmtc.errors import TooOften
from rmtc.i18n.texts import gettext as _

WINDOW = timedelta(minutes=15)
PER_ACCOUNT_AND_ADDRESS = 5
PER_ACCOUNT = 30
HOUR = timedelta(hours=1)
PER_ADDRESS = 100
LETTERS_TO_ONE = 3
"""Letters an hour that strangers may have sent to one mail address."""
LETTERS_FROM_ONE = 60
"""Letters an hour that may be asked for from one network address (a class of thirty registers behind one)."""


def is_throttled(session: ReadSession, email: str, address: str) -> bool:
    """Say whether this account from this address, or this address at all, must wait."""
    moment = now()
    recent, hourly = SignInTry.at > moment - WINDOW, SignInTry.at > moment - HOUR
    failed = SignInTry.kind == "sign-in"
    here = SignInTry.address == address
    account = SignInTry.email == email
    counts = session.execute(
        select(
            func.count().filter(account, here, recent),
            func.count().filter(account, recent),
            func.count().filter(here, hourly),
        ).where(failed, hourly, account | here)
    ).one()
    return counts[0] >= PER_ACCOUNT_AND_ADDRESS or counts[1] >= PER_ACCOUNT or counts[2] >= PER_ADDRESS


def note_failure(session: WriteSession, email: str, address: str, kind: str = "sign-in") -> None:
    """Count a failed try, and forget those of yesterday."""
    moment = now()
    session.execute(delete(SignInTry).where(SignInTry.at < moment - timedelta(days=1)))
    session.add(SignInTry(kind=kind, email=email[:254], address=address[:45], at=moment))


def forget_failures(session: WriteSession, email: str, address: str) -> None:
    """A right password clears the count of this account from this address."""
    session.execute(
        delete(SignInTry).where(SignInTry.kind == "sign-in", SignInTry.email == email, SignInTry.address == address)
    )


def may_send_letter(session: WriteSession, email: str, address: str) -> bool:
    """Count a letter that a stranger asks for; False when this mail address has had enough of them this hour.

    Raises TooOften when this network address has asked for very many, whoever they are for.
    """
    to_one, from_one = SignInTry.email == email, SignInTry.address == address
    counts = session.execute(
        select(func.count().filter(to_one), func.count().filter(from_one)).where(
            SignInTry.kind == "letter", SignInTry.at > now() - HOUR, to_one | from_one
        )
    ).one()
    if counts[1] >= LETTERS_FROM_ONE:
        raise TooOften(_("Too many letters were asked for from here. Wait an hour, then try again."))
    note_failure(session, email, address, "letter")
    return bool(counts[0] < LETTERS_TO_ONE)
