"""Signed addresses of the page that ends somebody's reminders of plans. Nothing is kept of them."""

import hashlib
import hmac
from typing import Final

from rmtc.accounts.models import Person, PersonState
from rmtc.db import ReadSession

LENGTH: Final = 40


def token_of(key: bytes, person_id: int) -> str:
    """The token of a person."""
    signature = hmac.new(key, f"plan-reminders:stop:{person_id}".encode(), hashlib.sha256)
    return f"{person_id}-{signature.hexdigest()[:LENGTH]}"


def person_with(session: ReadSession, key: bytes, token: str) -> Person | None:
    """The person a token is of, while their account is open."""
    number = token.partition("-")[0]
    if not (number.isascii() and number.isdigit()) or int(number[:12]) >= 2**31:
        return None
    if not hmac.compare_digest(token.encode(), token_of(key, int(number[:12])).encode()):
        return None
    person = session.get(Person, int(number[:12]))
    return person if person and person.state is PersonState.ACTIVE else None
