"""Refuse unsafe requests that another site made a browser send, and check the token of forms.

The first gate is the Fetch metadata of the browser (W3C Fetch Metadata, Origin in RFC 6454); the token is the second.
"""

import hmac
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FIELD = "csrf_token"
HEADER = "x-csrf-token"


class SameOriginOnly:
    """Trust Sec-Fetch-Site, and Origin where a browser sends no Sec-Fetch-Site."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in SAFE and crosses_sites(Headers(scope=scope)):
            await PlainTextResponse("Cross-site request refused", 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def crosses_sites(headers: Headers) -> bool:
    """Say whether a request came from a page of another origin."""
    if site := headers.get("sec-fetch-site"):
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def make_token(key: bytes, visit: str) -> str:
    """Make a token for one visit; it differs each time, so that compression tells nothing (BREACH)."""
    nonce = secrets.token_hex(8)
    return f"{nonce}{_signature(key, nonce, visit)}"


def is_token(key: bytes, visit: str, token: str) -> bool:
    """Say whether a token was made for this visit."""
    return bool(visit) and hmac.compare_digest(_signature(key, token[:16], visit), token[16:])


def _signature(key: bytes, nonce: str, visit: str) -> str:
    return hmac.digest(key, f"csrf:{nonce}:{visit}".encode(), "sha256").hex()


def has_token(request: Request, typed: str | None) -> bool:
    """Say whether the form or the header of a request carries the token of its visit."""
    token = request.headers.get(HEADER) or typed or ""
    return is_token(request.app.state.key, visit_of(request), token)


def visit_cookie(*, secure: bool) -> str:
    """The name of the cookie that holds the random of a visit."""
    return "__Host-rmtc-visit" if secure else "rmtc-visit"


def visit_of(request: Request) -> str:
    """The random of this visit, empty when the browser has none yet."""
    return request.cookies.get(visit_cookie(secure=request.app.state.settings.is_secure), "")
