"""Signing in and out."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response

from rmtc.accounts import services, sessions
from rmtc.accounts.forms import CodeForm, SignInForm
from rmtc.accounts.signin import SignedIn, Visitor, caller_of, keep_session, session_cookie
from rmtc.errors import FieldRefusal, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.forms import Bound, bind
from rmtc.web.pages import Answer
from rmtc.web.requests import Writes, database_of
from rmtc.web.routing import Router

router = Router()


@router.get("/sign-in", name="accounts.sign_in")
def show_sign_in(page: Answer, visitor: Visitor, next: str = "") -> Response:  # noqa: A002 - the name in the address
    """Show the form, or send on a person who is signed in already."""
    if visitor is not None:
        return page.go(safe_path(next))
    return page.render("accounts/sign_in.html", form=Bound({"next": next}))


async def no_token_needed(request: Request) -> None:
    """Let scripts sign in with address and password alone; another site's page is still refused by its origin."""
    request.state.token_is_enough = True


@router.post("/sign-in", name="accounts.open_session", dependencies=[Depends(no_token_needed)])
def open_session(
    page: Answer, request: Request, form: Annotated[Bound[SignInForm], Depends(bind(SignInForm))]
) -> Response:
    """Sign in, ask for the code of the second step, or show the form again with what is wrong."""
    if form.checked is None:
        return page.render("accounts/sign_in.html", 422, form=form)
    try:
        opened = services.sign_in(database_of(request), form.checked, caller_of(request))
    except FieldRefusal as refusal:
        return page.render("accounts/sign_in.html", 422, form=form.refused(refusal))
    if opened.second_step:
        asked = Bound[CodeForm]({"step": opened.second_step, "next": form.checked.next})
        return page.render("accounts/second_step.html", form=asked)
    return keep_session(request, page.go(safe_path(form.checked.next)), opened.session)


@router.post("/sign-in/code", name="accounts.finish_sign_in")
def finish_sign_in(
    page: Answer, request: Request, form: Annotated[Bound[CodeForm], Depends(bind(CodeForm))]
) -> Response:
    """Take the code of the second step."""
    if form.checked is None:
        return page.render("accounts/second_step.html", 422, form=form)
    try:
        token = services.finish_sign_in(database_of(request), form.checked, caller_of(request), request.app.state.key)
    except FieldRefusal as refusal:
        return page.render("accounts/second_step.html", 422, form=form.refused(refusal))
    except NotFound:
        again = Bound[SignInForm](errors={"form": _("That took more than five minutes. Please sign in again.")})
        return page.render("accounts/sign_in.html", 422, form=again)
    return keep_session(request, page.go(safe_path(form.checked.next)), token)


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
