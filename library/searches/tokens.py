"""Signed addresses: of a search's own feed, and of the page that stops its letters. Nothing is kept of them."""

import hashlib
import hmac
from typing import Final, Literal

from library.searches.models import SavedSearch
from rmtc.db import ReadSession

Purpose = Literal["feed", "stop"]
LENGTH: Final = 40


def token_of(key: bytes, search: SavedSearch, purpose: Purpose) -> str:
    """The token of a search for one purpose; that of its feed ends when the address is renewed."""
    current = search.feed_round if purpose == "feed" else 0
    said = f"saved-search:{purpose}:{search.id}:{search.person_id}:{current}"
    return f"{search.id}-{hmac.new(key, said.encode(), hashlib.sha256).hexdigest()[:LENGTH]}"


def search_with(session: ReadSession, key: bytes, token: str, purpose: Purpose) -> SavedSearch | None:
    """The search that a token is of."""
    number = token.partition("-")[0]
    if not (number.isascii() and number.isdigit()) or int(number[:12]) >= 2**31:
        return None
    search = session.get(SavedSearch, int(number[:12]))
    if search is None or not hmac.compare_digest(token.encode(), token_of(key, search, purpose).encode()):
        return None
    return search
