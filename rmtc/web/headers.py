"""Security headers on every answer, with a fresh nonce for scripts, and a request id for the log."""

import secrets

from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; "
    "script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; media-src 'self'; manifest-src 'self'; worker-src 'self' blob:"
)
CSP = b"content-security-policy"
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class SecurityHeaders:
    """Adds the headers a browser needs to keep our pages ours; a route that sets its own policy keeps it."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        self.always = [(name.encode(), value.encode()) for name, value in ALWAYS.items()]
        if secure:
            self.always.append((b"strict-transport-security", b"max-age=31536000"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["csp_nonce"] = nonce = secrets.token_urlsafe(16)
        state["request_id"] = request_id = secrets.token_hex(8)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message.setdefault("headers", [])}
                ours = [*self.always, (b"x-request-id", request_id.encode())]
                if CSP not in own:
                    ours.append((CSP, POLICY.format(nonce=nonce).encode()))
                message["headers"] = [*message["headers"], *(one for one in ours if one[0] not in own)]
            await send(message)

        await self.app(scope, receive, send_with_headers)
