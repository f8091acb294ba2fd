"""Resumption tokens: the whole question and the place reached, signed, so that nothing is kept and nothing forged."""

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass

from library.harvesting.protocol import Asking, OaiError

WORD = b"oai-resumption:"
LENGTH = 32


@dataclass(frozen=True)
class Place:
    """Where a list goes on: after a record's id, so many delivered, of so many when it began."""

    after: int = 0
    delivered: int = 0
    total: int = 0


def write_token(key: bytes, asking: Asking, place: Place) -> str:
    """A token that continues a list; it does not expire."""
    whole = [asking.verb, asking.arguments, place.after, place.delivered, place.total]
    packed = base64.urlsafe_b64encode(json.dumps(whole, separators=(",", ":")).encode()).rstrip(b"=").decode()
    return f"{packed}.{_sign(key, packed)}"


def read_token(key: bytes, asking: Asking) -> tuple[Asking, Place]:
    """The question and the place of a request's token; raises OaiError where it is not one of ours for this verb."""
    packed, _dot, signature = asking.get("resumptionToken").partition(".")
    if not hmac.compare_digest(_sign(key, packed).encode(), signature.encode()):
        raise _refused()
    try:
        padded = packed + "=" * (-len(packed) % 4)
        verb, arguments, after, delivered, total = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, binascii.Error) as wrong:
        raise _refused() from wrong
    if verb != asking.verb:
        raise _refused()
    return Asking(verb, arguments), Place(after, delivered, total)


def _refused() -> OaiError:
    return OaiError("badResumptionToken", "This token is not one of this repository for this verb.")


def _sign(key: bytes, packed: str) -> str:
    return hmac.new(key, WORD + packed.encode(), hashlib.sha256).hexdigest()[:LENGTH]
