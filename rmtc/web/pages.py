"""Rendering: whole pages and fragments, redirects, and what every page knows."""

import secrets
from typing import Annotated, Any

from fastapi import Depends
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import Request

from rmtc.web import flashes
from rmtc.web.csrf import make_token, visit_cookie, visit_of
from rmtc.web.frames import frame
from rmtc.web.speaking import remember_language


class Token:
    """The token for the forms of a page; only a page that prints it starts a visit."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.visit = visit_of(request)
        self.is_new = False
        self.made = ""

    def __str__(self) -> str:
        if not self.visit:
            self.visit, self.is_new = secrets.token_urlsafe(24), True
        # One for all forms of an answer; the next answer has another.
        self.made = self.made or make_token(self.request.app.state.key, self.visit)
        return self.made

    def __html__(self) -> str:
        return str(self)

    def keep(self, response: Response) -> None:
        """Give the browser the cookie its token belongs to."""
        if self.is_new:
            secure = self.request.app.state.settings.is_secure
            response.set_cookie(visit_cookie(secure=secure), self.visit, httponly=True, samesite="lax", secure=secure)


class Page:
    """Answers a request with a template, a redirect, or a file's worth of text."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @property
    def is_fragment(self) -> bool:
        """Say whether htmx asked for a part of the page."""
        return "hx-request" in self.request.headers

    def render(self, template: str, status_code: int = 200, *, block: str | None = None, **context: Any) -> Response:
        """Render a template; for htmx only its `block`, when one is named."""
        token = Token(self.request)
        everything = frame(self.request) | {"csrf_token": token} | context
        found = self.request.app.state.templates.get_template(template)
        # htmx asks for "full" pages too (after HX-Location): those need the whole template.
        if block and self.is_fragment and self.request.headers.get("hx-request-type") != "full":
            inside = found.new_context(everything)
            text = "".join(found.blocks[block](inside))
        else:
            text = found.render(everything)
        response = HTMLResponse(text, status_code)
        response.headers["cache-control"] = "private, no-store" if everything["person"] else "private, no-cache"
        token.keep(response)
        flashes.forget(self.request, response)
        remember_language(self.request, response)
        return response

    def url(self, name: str, **params: Any) -> str:
        """The address of a route."""
        return str(self.request.app.state.urls(name, **params))

    def redirect(self, name: str, *, flash: str = "", anchor: str = "", **params: Any) -> Response:
        """Send the browser on after a change, with a sentence for the next page (htmx follows HX-Location)."""
        return self.go(self.url(name, **params) + (f"#{anchor}" if anchor else ""), flash=flash)

    def go(self, path: str, *, flash: str = "") -> Response:
        """Send the browser to an address of this site."""
        if self.is_fragment:
            response = Response(status_code=204, headers={"HX-Location": path})
        else:
            response = RedirectResponse(path, status_code=303)
        if flash:
            flashes.put(self.request, response, "done", flash)
        return response


async def page_of(request: Request) -> Page:
    """The page that answers a request (async: a thread would cost more than this does)."""
    return Page(request)


Answer = Annotated[Page, Depends(page_of)]
