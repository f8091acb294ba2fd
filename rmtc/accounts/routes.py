"""Signing in and out."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request, Response

from rmtc.accounts import services, sessions
from rmtc.accounts.forms import SignInForm
from rmtc.accounts.services import Caller
from rmtc.accounts.signin import SignedIn, Visitor, session_cookie
from rmtc.errors import FieldRefusal
from rmtc.web.forms import Bound, bind
from rmtc.web.pages import Answer
from rmtc.web.requests import Writes, database_of

router = APIRouter()


@router.get("/sign-in", name="accounts.sign_in")
def show_sign_in(page: Answer, visitor: Visitor, next: str = "") -> Response:  # noqa: A002 - the name in the address
    """Show the form, or send on a person who is signed in already."""
    if visitor is not None:
        return page.go(safe_path(next))
    return page.render("accounts/sign_in.html", form=Bound({"next": next}))


def no_token_needed(request: Request) -> None:
    """Let scripts sign in with address and password alone; another site's page is still refused by its origin."""
    request.state.token_is_enough = True


@router.post("/sign-in", name="accounts.open_session", dependencies=[Depends(no_token_needed)])
def open_session(
    page: Answer, request: Request, form: Annotated[Bound[SignInForm], Depends(bind(SignInForm))]
) -> Response:
    """Sign in, or show the form again with what is wrong."""
    if form.checked is None:
        return page.render("accounts/sign_in.html", 422, form=form)
    client = request.client.host if request.client else ""
    caller = Caller(client, request.headers.get("user-agent", ""))
    try:
        token = services.sign_in(database_of(request), form.checked, caller)
    except FieldRefusal as refusal:
        return page.render("accounts/sign_in.html", 422, form=form.refused(refusal))
    response = page.go(safe_path(form.checked.next))
    secure = request.app.state.settings.is_secure
    age = int(sessions.LIFETIME.total_seconds())
    name = session_cookie(secure=secure)
    response.set_cookie(name, token, max_age=age, httponly=True, samesite="lax", secure=secure)
    return response


@router.post("/sign-out", name="accounts.end_session")
def end_session(page: Answer, request: Request, actor: SignedIn, session: Writes) -> Response:
    """Sign this browser out."""
    sessions.end_session(session, actor.session_id or 0, actor.id)
    response = page.go("/")
    secure = request.app.state.settings.is_secure
    response.delete_cookie(session_cookie(secure=secure), httponly=True, samesite="lax", secure=secure)
    return response


def safe_path(wanted: str) -> str:
    """An address on this site to go on to; anything else becomes the person's home."""
    parts = urlsplit(wanted)
    is_here = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return wanted if is_here else "/home"
