"""The doors for people who are not signed in: registration, a new password, the links in letters."""

from typing import Annotated

from fastapi import Depends, Request, Response

from rmtc.accounts.models import PersonState, TicketPurpose
from rmtc.accounts.queries import institution_choices
from rmtc.accounts.signin import SiteUrl, caller_of
from rmtc.accounts.tickets import find_ticket
from rmtc.errors import FieldRefusal, NotFound
from rmtc.i18n import languages
from rmtc.i18n.texts import gettext as _
from rmtc.joining import services
from rmtc.joining.forms import PasswordForm, RegistrationForm, ResetForm
from rmtc.web.forms import Bound, bind
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes, database_of
from rmtc.web.routing import Router

router = Router()
Registration = Annotated[Bound[RegistrationForm], Depends(bind(RegistrationForm))]
Reset = Annotated[Bound[ResetForm], Depends(bind(ResetForm))]
ChosenPassword = Annotated[Bound[PasswordForm], Depends(bind(PasswordForm))]
ANY_TICKET = (*services.PASSWORD_TICKETS, TicketPurpose.ADDRESS)


@router.get("/register", name="accounts.register")
def show_registration(page: Answer, session: Reads) -> Response:
    """Show the form for asking for an account."""
    return _registration(page, session, Bound({"language": languages.current()}))


@router.post("/register", name="accounts.ask_to_join")
def register(page: Answer, request: Request, form: Registration, site_url: SiteUrl, session: Writes) -> Response:
    """Take a request for an account."""
    if form.checked is None:
        return _registration(page, session, form, 422)
    try:
        services.register(session, form.checked, caller=caller_of(request).address, site_url=site_url)
    except FieldRefusal as refusal:
        return _registration(page, session, form.refused(refusal), 422)
    return page.redirect("accounts.registered")


def _registration(page: Page, session: Reads, form: Bound[RegistrationForm], status: int = 200) -> Response:
    choices = [*institution_choices(session), (0, _("My institution is not listed"))]
    spoken = page.request.app.state.settings.language_codes
    offered = [(code, languages.language_name(code)) for code in spoken]
    return page.render("accounts/register.html", status, form=form, institutions=choices, spoken=offered)


@router.get("/register/letter", name="accounts.registered")
def registered(page: Answer) -> Response:
    """Say that a letter is on its way, whoever asked."""
    return page.render("accounts/letter_sent.html", for_account=True)


@router.get("/password-reset", name="accounts.password_reset")
def show_reset(page: Answer) -> Response:
    """Show the form for asking for a new password."""
    return page.render("accounts/password_reset.html", form=Bound())


@router.post("/password-reset", name="accounts.ask_for_password")
def ask_for_password(page: Answer, request: Request, form: Reset, site_url: SiteUrl, session: Writes) -> Response:
    """Send a link, if there is an account; the answer is the same in any case."""
    if form.checked is None:
        return page.render("accounts/password_reset.html", 422, form=form)
    services.ask_for_password(session, form.checked, caller=caller_of(request).address, site_url=site_url)
    return page.redirect("accounts.password_letter")


@router.get("/password-reset/letter", name="accounts.password_letter")
def password_letter(page: Answer) -> Response:
    """Say that a letter is on its way, if there is such an account."""
    return page.render("accounts/letter_sent.html", for_account=False)


@router.get("/tickets/{token}", name="accounts.ticket")
def show_ticket(page: Answer, token: str, session: Reads) -> Response:
    """Show what a link in a letter is good for."""
    return _ticket(page, token, session, Bound())


@router.post("/tickets/{token}", name="accounts.choose_password")
def choose_password(
    page: Answer, request: Request, token: str, session: Reads, form: ChosenPassword, site_url: SiteUrl
) -> Response:
    """Set the password that a link allows."""
    if form.checked is None:
        return _ticket(page, token, session, form, 422)
    try:
        state = services.choose_password(
            database_of(request).apart_from(session), token, form.checked, site_url=site_url
        )
    except FieldRefusal as refusal:
        return _ticket(page, token, session, form.refused(refusal), 422)
    except NotFound:
        return page.render("accounts/stale_ticket.html", 404)
    if state is PersonState.WAITING:
        return page.render("accounts/waiting.html")
    return page.redirect("accounts.sign_in", flash=_("Your password is set. You can sign in with it now."))


@router.post("/tickets/{token}/address", name="accounts.confirm_address")
def confirm_address(page: Answer, token: str, site_url: SiteUrl, session: Writes) -> Response:
    """Move an account to its new address."""
    try:
        services.confirm_new_address(session, token, site_url=site_url)
    except NotFound:
        return page.render("accounts/stale_ticket.html", 404)
    return page.go("/account", flash=_("Your new address is confirmed. Sign in with it from now on."))


def _ticket(page: Page, token: str, session: Reads, form: Bound[PasswordForm], status: int = 200) -> Response:
    try:
        ticket, person = find_ticket(session, token, *ANY_TICKET)
    except NotFound:
        return page.render("accounts/stale_ticket.html", 404)
    purpose = str(ticket.purpose)
    return page.render("accounts/ticket.html", status, form=form, token=token, purpose=purpose, owner=person)
