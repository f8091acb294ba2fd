"""A sentence that waits for the next page: kept in a signed cookie for one answer."""

import base64
import hashlib
import hmac
import json

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "rmtc-flash"


def put(request: Request, response: Response, kind: str, text: str) -> None:
    """Show `text` on the next page; `kind` is "done", "note" or "stop"."""
    body = base64.urlsafe_b64encode(json.dumps([kind, text[:500]]).encode()).decode()
    value = f"{body}.{_sign(request, body)}"
    response.set_cookie(COOKIE, value, max_age=60, httponly=True, samesite="lax", secure=_secure(request))


def take(request: Request) -> list[tuple[str, str]]:
    """The sentences that wait for this page."""
    body, _, signature = request.cookies.get(COOKIE, "").partition(".")
    if not body or not hmac.compare_digest(signature, _sign(request, body)):
        return []
    kind, text = json.loads(base64.urlsafe_b64decode(body))
    return [(kind, text)]


def forget(request: Request, response: Response) -> None:
    """Remove what has been shown."""
    if COOKIE in request.cookies:
        response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=_secure(request))


def _sign(request: Request, body: str) -> str:
    return hmac.new(request.app.state.key, f"flash:{body}".encode(), hashlib.sha256).hexdigest()


def _secure(request: Request) -> bool:
    return bool(request.app.state.settings.is_secure)
