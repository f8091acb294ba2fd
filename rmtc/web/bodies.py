"""What is too large is answered with a page as any other refusal; the framework says it in three words of its own."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rmtc.web.refusals import answer


class LargeBodies:
    """Puts the site's own page in the place of the framework's answer to a body that is too large."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = False

        async def instead(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                refused = Headers(raw=message["headers"]).get("content-type", "").startswith("text/plain")
            if not refused:
                await send(message)

        await self.app(scope, receive, instead)
        if refused:
            await answer(Request(scope), HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "")(scope, receive, send)
