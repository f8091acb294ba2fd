"""HEAD: what GET would answer, without the answer's body (RFC 9110, 9.3.2)."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadAsGet:
    """Lets every page that answers GET answer HEAD too, as link checkers and monitors ask."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        # The server goes on with its own scope, in which HEAD stays what was asked.
        await self.app({**scope, "method": "GET", "is_head": True}, receive, send_without_body)


def is_head(request: Request) -> bool:
    """Say whether only the head of the answer is asked for: nobody reads anything then."""
    return bool(request.scope.get("is_head"))
