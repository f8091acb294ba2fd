"""How one signs in: password, browsers, the second step."""

from typing import Annotated, Any

import segno
from fastapi import Depends, Request, Response
from markupsafe import Markup

from rmtc.accounts.actors import Actor
from rmtc.accounts.sealed_secrets import unseal
from rmtc.accounts.signin import SignedIn, SiteUrl, caller_of, keep_session
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _
from rmtc.profile import queries, second_step, services
from rmtc.profile.forms import ConfirmationForm, OwnPasswordForm, PasswordChangeForm, SignOutForm
from rmtc.web.forms import Bound, bind
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes, database_of
from rmtc.web.routing import Router

router = Router(prefix="/account")
Change = Annotated[Bound[PasswordChangeForm], Depends(bind(PasswordChangeForm))]
OwnPassword = Annotated[Bound[OwnPasswordForm], Depends(bind(OwnPasswordForm))]
Confirmation = Annotated[Bound[ConfirmationForm], Depends(bind(ConfirmationForm))]
WhichSession = Annotated[Bound[SignOutForm], Depends(bind(SignOutForm))]


@router.get("/security", name="profile.security")
def show_security(page: Answer, actor: SignedIn, session: Reads) -> Response:
    """Show password, second step and browsers."""
    return _security(page, actor, session)


def _security(
    page: Page, actor: Actor, session: Reads, form: Bound[PasswordChangeForm] | None = None, status: int = 200
) -> Response:
    factor = queries.second_factor(session, actor.id)
    browsers = [(each, queries.browser_name(each.agent)) for each in queries.open_sessions(session, actor.id)]
    is_on = factor is not None and factor.confirmed_at is not None
    return page.render("profile/security.html", status, form=form or Bound(), browsers=browsers, is_on=is_on)


@router.post("/password", name="profile.change_password")
def change_password(
    page: Answer, request: Request, actor: SignedIn, session: Reads, form: Change, site_url: SiteUrl
) -> Response:
    """Change the password; the other browsers are signed out."""
    if form.checked is None:
        return _security(page, actor, session, form, 422)
    caller = caller_of(request)
    try:
        token = services.change_password(
            database_of(request).apart_from(session), form.checked, caller, site_url, by=actor
        )
    except FieldRefusal as refusal:
        return _security(page, actor, session, form.refused(refusal), 422)
    done = _("Your password is changed. All other browsers are signed out.")
    return keep_session(request, page.redirect("profile.security", flash=done), token)


@router.post("/sign-outs", name="profile.sign_browsers_out")
def sign_browsers_out(page: Answer, actor: SignedIn, form: WhichSession, session: Writes) -> Response:
    """Sign one browser out, or all others."""
    if form.checked is not None:
        services.sign_browsers_out(session, form.checked, by=actor)
    return page.redirect("profile.security", anchor="browsers", flash=_("Signed out there."))


@router.get("/second-step", name="profile.second_step")
def show_second_step(page: Answer, actor: SignedIn, session: Reads) -> Response:
    """Show the second step of signing in, or how to set it up."""
    return _second_step(page, actor, session)


def _second_step(
    page: Page, actor: Actor, session: Reads, form: Bound[Any] | None = None, status: int = 200
) -> Response:
    factor = queries.second_factor(session, actor.id)
    state = "off" if factor is None else "on" if factor.confirmed_at else "begun"
    secret = unseal(page.request.app.state.key, actor.id, factor.secret) if factor and state == "begun" else None
    return page.render(
        "profile/second_step.html",
        status,
        form=form or Bound(),
        state=state,
        picture=_picture(secret, actor) if secret else "",
        key=" ".join(secret[at : at + 4] for at in range(0, 32, 4)) if secret else "",
        left=queries.codes_left(session, actor.id) if state == "on" else 0,
    )


def _picture(secret: str, actor: Actor) -> Markup:
    code = segno.make(second_step.address_for_app(secret, actor.email), error="m")
    # Our own drawing of our own text: segno writes nothing but path data into it.
    drawing = code.svg_inline(border=4, light="#fff", dark="#000", omitsize=True, svgclass=None, lineclass=None)
    return Markup(drawing)  # noqa: S704 - see above


@router.post("/second-step", name="profile.begin_second_step")
def begin_second_step(page: Answer, request: Request, actor: SignedIn, session: Reads, form: OwnPassword) -> Response:
    """Make the secret for an authenticator app."""
    if form.checked is None:
        return _second_step(page, actor, session, form, 422)
    try:
        database, key = database_of(request).apart_from(session), request.app.state.key
        second_step.begin(database, form.checked.current, caller_of(request), key, by=actor)
    except FieldRefusal as refusal:
        return _second_step(page, actor, session, form.refused(refusal), 422)
    return page.redirect("profile.second_step")


@router.post("/second-step/confirmation", name="profile.confirm_second_step")
def confirm_second_step(
    page: Answer, request: Request, actor: SignedIn, form: Confirmation, site_url: SiteUrl, session: Writes
) -> Response:
    """Switch the second step on with a first code, and show the recovery codes this once."""
    if form.checked is None:
        return _second_step(page, actor, session, form, 422)
    try:
        key, caller = request.app.state.key, caller_of(request)
        codes, token = second_step.confirm(session, form.checked.code, caller, key, site_url, by=actor)
    except FieldRefusal as refusal:
        return _second_step(page, actor, session, form.refused(refusal), 422)
    return keep_session(request, page.render("profile/recovery_codes.html", codes=codes, is_new=True), token)


@router.post("/second-step/recovery-codes", name="profile.renew_codes")
def renew_codes(page: Answer, request: Request, actor: SignedIn, session: Reads, form: OwnPassword) -> Response:
    """Make new recovery codes."""
    if form.checked is None:
        return _second_step(page, actor, session, form, 422)
    try:
        codes = second_step.renew_codes(
            database_of(request).apart_from(session), form.checked.current, caller_of(request), by=actor
        )
    except FieldRefusal as refusal:
        return _second_step(page, actor, session, form.refused(refusal), 422)
    return page.render("profile/recovery_codes.html", codes=codes, is_new=False)


@router.post("/second-step/end", name="profile.end_second_step")
def end_second_step(
    page: Answer, request: Request, actor: SignedIn, session: Reads, form: OwnPassword, site_url: SiteUrl
) -> Response:
    """Switch the second step off."""
    if form.checked is None:
        return _second_step(page, actor, session, form, 422)
    caller = caller_of(request)
    try:
        token = second_step.end(
            database_of(request).apart_from(session), form.checked.current, caller, site_url, by=actor
        )
    except FieldRefusal as refusal:
        return _second_step(page, actor, session, form.refused(refusal), 422)
    off = page.redirect("profile.security", flash=_("Signing in no longer asks for a code."))
    return keep_session(request, off, token)
