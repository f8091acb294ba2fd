"""Failed tries to sign in are counted by account and address, and by address alone only when there are very many.

A class of thirty sits behind one address, so an address by itself is stopped only at a hundred failures an hour.
"""

from datetime import timedelta

from sqlalchemy import delete, func, select

from rmtc.accounts.models import SignInTry
from rmtc.clock import now
from rmtc.db import ReadSession, WriteSession

WINDOW = timedelta(minutes=15)
PER_ACCOUNT_AND_ADDRESS = 5
PER_ACCOUNT = 30
HOUR = timedelta(hours=1)
PER_ADDRESS = 100


def is_throttled(session: ReadSession, email: str, address: str) -> bool:
    """Say whether this account from this address, or this address at all, must wait."""
    moment = now()
    recent, hourly = SignInTry.at > moment - WINDOW, SignInTry.at > moment - HOUR
    here = SignInTry.address == address
    account = SignInTry.email == email
    counts = session.execute(
        select(
            func.count().filter(account, here, recent),
            func.count().filter(account, recent),
            func.count().filter(here, hourly),
        ).where(hourly, account | here)
    ).one()
    return counts[0] >= PER_ACCOUNT_AND_ADDRESS or counts[1] >= PER_ACCOUNT or counts[2] >= PER_ADDRESS


def note_failure(session: WriteSession, email: str, address: str) -> None:
    """Count a failed try, and forget those of yesterday."""
    moment = now()
    session.execute(delete(SignInTry).where(SignInTry.at < moment - timedelta(days=1)))
    session.add(SignInTry(email=email[:254], address=address[:45], at=moment))


def forget_failures(session: WriteSession, email: str, address: str) -> None:
    """A right password clears the count of this account from this address."""
    session.execute(delete(SignInTry).where(SignInTry.email == email, SignInTry.address == address))
