"""Who is asking: dependencies that identify the person of a request."""

from contextlib import asynccontextmanager
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import Depends, Request, Response
from sqlalchemy.orm import Session

from rmtc.accounts import sessions
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import RoleName
from rmtc.accounts.services import Caller
from rmtc.db import ReadSession
from rmtc.errors import NotAllowed, SignInFirst
from rmtc.i18n.texts import gettext as _
from rmtc.web.requests import Reads, database_of, reading
from rmtc.web.speaking import choose_language, follow_person


def session_cookie(*, secure: bool) -> str:
    """The name of the cookie that holds a session's token."""
    return "__Host-rmtc-session" if secure else "rmtc-session"


def keep_session(request: Request, response: Response, token: str) -> Response:
    """Give the browser the cookie of the session it has just been given."""
    secure = request.app.state.settings.is_secure
    age, name = int(sessions.LIFETIME.total_seconds()), session_cookie(secure=secure)
    response.set_cookie(name, token, max_age=age, httponly=True, samesite="lax", secure=secure)
    return response


def caller_of(request: Request) -> Caller:
    """The network address and the browser that a request comes from."""
    return Caller(request.client.host if request.client else "", request.headers.get("user-agent", ""))


async def site_url(request: Request) -> str:
    """The address of the site, for the links in letters."""
    return str(request.app.state.settings.site_url)


SiteUrl = Annotated[str, Depends(site_url)]


async def identify(request: Request, session: Reads) -> None:
    """Find out who asks, and in which language to answer; every route begins with this."""
    choose_language(request)
    request.state.viewer = None
    bearer = request.headers.get("authorization", "")
    if bearer.startswith("Bearer ") and request.url.path.startswith("/api/"):
        request.state.viewer = await run_sync(sessions.actor_with_api_token, session, bearer[7:].strip())
        if request.state.viewer is None:
            raise SignInFirst(_("This token is not valid."))
        request.state.token_is_enough = True
    elif token := request.cookies.get(session_cookie(secure=request.app.state.settings.is_secure)):
        await _from_cookie(request, session, token)
    if request.state.viewer is not None:
        follow_person(request, request.state.viewer.language)


async def recognise(request: Request) -> None:
    """Find out who asks where no route does it, in a session of its own: for a page that says what went wrong."""
    async with asynccontextmanager(reading)(request) as session:
        await identify(request, ReadSession(session))


async def _from_cookie(request: Request, session: Session, token: str) -> None:
    found = await run_sync(sessions.actor_with, ReadSession(session), token)
    if found is None:
        return
    request.state.viewer, is_stale = found
    if is_stale and request.method == "GET":
        await run_sync(_touch, request, found[0])


def _touch(request: Request, actor: Actor) -> None:
    with database_of(request).writing() as session:
        sessions.touch_session(session, actor.session_id or 0)


async def perhaps_signed_in(request: Request) -> Actor | None:
    """The person who asks, or None for a visitor."""
    found: Actor | None = request.state.viewer
    return found


async def signed_in(request: Request) -> Actor:
    """The person who asks; a visitor is sent to sign in."""
    found: Actor | None = request.state.viewer
    if found is None:
        raise SignInFirst(_("Please sign in to go on."))
    return found


Visitor = Annotated[Actor | None, Depends(perhaps_signed_in)]
SignedIn = Annotated[Actor, Depends(signed_in)]


def require(actor: Actor, *roles: RoleName) -> Actor:
    """The actor, if they have one of these roles everywhere; else NotAllowed."""
    if not any(actor.has(role) for role in roles):
        raise NotAllowed(_("Your account does not have the role for this page."))
    return actor


async def manager(actor: SignedIn) -> Actor:
    """A manager of the Centre."""
    return require(actor, RoleName.MANAGER, RoleName.ADMIN)


async def administrator(actor: SignedIn) -> Actor:
    """An administrator of the site."""
    return require(actor, RoleName.ADMIN)


Manager = Annotated[Actor, Depends(manager)]
Administrator = Annotated[Actor, Depends(administrator)]


def is_anyone(_actor: Actor | None) -> bool:
    """Everyone sees this."""
    return True


def is_visitor(actor: Actor | None) -> bool:
    """Only visitors see this."""
    return actor is None


def is_manager(actor: Actor | None) -> bool:
    """Managers and administrators see this."""
    return actor is not None and (actor.has(RoleName.MANAGER) or actor.has(RoleName.ADMIN))
