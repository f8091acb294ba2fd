"""Turning refusals and mistakes into pages a person understands; no stack trace ever leaves the site."""

from typing import Any
from urllib.parse import urlencode

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import Request

from rmtc.errors import Refusal, SignInFirst
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark
from rmtc.web.pages import Page
from rmtc.web.speaking import choose_language

log = structlog.get_logger()

UNKNOWN = 401

TITLES = {
    UNKNOWN: mark("Please sign in"),
    403: mark("This is not open to you"),
    404: mark("There is nothing at this address"),
    405: mark("This address cannot be used that way"),
    409: mark("That cannot be done"),
    410: mark("This is no longer here"),
    413: mark("That is too large"),
    422: mark("Something in the address is not right"),
    429: mark("Too many tries"),
    500: mark("Something went wrong on our side"),
    503: mark("Too much is happening at once"),
}
TEXTS = {
    404: mark(
        "It may have moved, or you may not be allowed to see it. Check the address, or start from the home page."
    ),
    405: mark("Go back and follow a link or a button instead."),
    413: mark("Send less at once, or ask the Centre how to hand it in."),
    422: mark("Check the address, or start from the home page."),
    500: mark("It has been written down and will be looked at. What was saved before is still there."),
}


def add_refusals(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(SignInFirst, sign_in_first)  # type: ignore[arg-type]
    app.add_exception_handler(Refusal, refused)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, stopped)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, misread)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, broke)


def sign_in_first(request: Request, refusal: SignInFirst) -> Response:
    """Send a person who wants a page to the sign-in page, and back afterwards."""
    if request.method == "GET" and not wants_json(request):
        back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?{urlencode({'next': back})}", 303)
    return answer(request, 401, str(refusal))


def refused(request: Request, refusal: Refusal) -> Response:
    """Show why a rule of the domain said no."""
    return answer(request, refusal.status, str(refusal))


async def stopped(request: Request, problem: HTTPException) -> Response:
    """Show what the framework refused: no such address, wrong method, too large.

    No route has found out who asks where no route was found; their menu and language still belong on the page.
    """
    if not hasattr(request.state, "viewer") and not is_api(request):
        await request.app.state.recognise(request)
    response = answer(request, problem.status_code, "")
    response.headers.update(problem.headers or {})
    return response


def misread(request: Request, problem: RequestValidationError) -> Response:
    """An address with a parameter of the wrong form is an address that leads nowhere; a program is told which."""
    if not wants_json(request):
        return answer(request, 404, "")
    wrong = "; ".join(f"{error['loc'][-1]}: {error['msg']}" for error in problem.errors() if error["loc"])
    return answer(request, 422, wrong)


def broke(request: Request, problem: Exception) -> Response:
    """Write down what broke, and say so without details."""
    log.error("request.broke", path=request.url.path, exc_info=problem)
    return answer(request, 500, "")


def wants_json(request: Request) -> bool:
    """Say whether a machine asked: the JSON API, htmx, or a script of a page."""
    asks = "application/json" in request.headers.get("accept", "") or "hx-request" in request.headers
    return asks or is_api(request)


def is_api(request: Request) -> bool:
    """Say whether an address belongs to the JSON API."""
    return request.url.path.startswith("/api/")


def answer(request: Request, status: int, text: str) -> Response:
    """Answer with a page, or with an RFC 9457 problem document."""
    if not hasattr(request.state, "language_chosen"):
        choose_language(request)
    title = _(TITLES.get(status, TITLES[500 if status >= 500 else 409]))  # noqa: PLR2004 - the border of server errors
    text = text or (_(TEXTS[status]) if status in TEXTS else "")
    if wants_json(request):
        body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": text}
        headers = {"www-authenticate": "Bearer"} if status == UNKNOWN and is_api(request) else None
        return JSONResponse(body, status, headers, media_type="application/problem+json")
    return Page(request).render("errors/page.html", status, status=status, title=title, text=text)
