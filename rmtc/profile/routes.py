"""The account page: who one is, tokens, one's data."""

from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse

from rmtc.accounts.actors import Actor
from rmtc.accounts.signin import SignedIn, SiteUrl, caller_of
from rmtc.audit.services import record
from rmtc.errors import FieldRefusal
from rmtc.i18n import languages
from rmtc.i18n.texts import gettext as _
from rmtc.profile import queries, services
from rmtc.profile.forms import AddressForm, ProfileForm, TokenForm, time_zones
from rmtc.web.downloads import disposition
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes, database_of
from rmtc.web.routing import Router

router = Router(prefix="/account")
Profile = Annotated[Bound[ProfileForm], Depends(bind(ProfileForm))]
NewAddress = Annotated[Bound[AddressForm], Depends(bind(AddressForm))]
NewToken = Annotated[Bound[TokenForm], Depends(bind(TokenForm))]


@router.get("", name="profile.account")
def show_account(page: Answer, actor: SignedIn, session: Reads) -> Response:
    """Show who one is."""
    return _account(page, actor, session)


@router.post("", name="profile.save")
def save_profile(page: Answer, actor: SignedIn, form: Profile, session: Writes) -> Response:
    """Keep name, language and time zone."""
    if form.checked is None:
        return _account(page, actor, session, form, status=422)
    person = services.save_profile(session, form.checked, by=actor)
    # This browser may have chosen another language before; the new choice counts here too.
    changed = {"lang": person.language} if person.language != actor.language else {}
    return page.go(page.url("profile.account", query=changed), flash=_("Saved."))


@router.post("/address", name="profile.move")
def ask_for_address(
    page: Answer, request: Request, actor: SignedIn, session: Reads, form: NewAddress, site_url: SiteUrl
) -> Response:
    """Send a link to a new address."""
    if form.checked is None:
        return _account(page, actor, session, address=form, status=422)
    try:
        services.ask_for_address(
            database_of(request).apart_from(session), form.checked, caller_of(request), site_url, by=actor
        )
    except FieldRefusal as refusal:
        return _account(page, actor, session, address=form.refused(refusal), status=422)
    sent = _("A letter is on its way to the new address. Follow its link within two days.")
    return page.redirect("profile.account", flash=sent)


def _account(
    page: Page,
    actor: Actor,
    session: Reads,
    form: Bound[ProfileForm] | None = None,
    *,
    address: Bound[AddressForm] | None = None,
    status: int = 200,
) -> Response:
    person = queries.own_person(session, actor.id)
    shown = form or filled({"name": person.name, "language": person.language, "time_zone": person.time_zone})
    codes = dict.fromkeys((*page.request.app.state.settings.language_codes, person.language))
    institution = person.institution and person.institution.shown_name
    return page.render(
        "profile/account.html",
        status,
        form=shown,
        address=address or Bound(),
        owner=person,
        institution=institution or "",
        spoken=[(code, languages.language_name(code)) for code in codes],
        zones=[(zone, zone.replace("_", " ")) for zone in time_zones()],
    )


@router.get("/tokens", name="profile.tokens")
def show_tokens(page: Answer, actor: SignedIn, session: Reads) -> Response:
    """Show one's tokens for the JSON API."""
    return _tokens(page, actor, session, filled({"days": "90"}))


@router.post("/tokens", name="profile.make_token")
def make_token(page: Answer, actor: SignedIn, form: NewToken, session: Writes) -> Response:
    """Make a token and show it this once."""
    if form.checked is None:
        return _tokens(page, actor, session, form, 422)
    made = services.make_token(session, form.checked, by=actor)
    return _tokens(page, actor, session, filled({"days": "90"}), made=made)


def _tokens(
    page: Page, actor: Actor, session: Reads, form: Bound[TokenForm], status: int = 200, made: str = ""
) -> Response:
    tokens = queries.own_tokens(session, actor.id)
    return page.render("profile/tokens.html", status, form=form, tokens=tokens, made=made)


@router.post("/tokens/{token_id}/revocation", name="profile.revoke_token")
def revoke_token(page: Answer, actor: SignedIn, token_id: int, session: Writes) -> Response:
    """End a token."""
    services.revoke_token(session, token_id, by=actor)
    return page.redirect("profile.tokens", flash=_("The token is revoked. Programs that used it are shut out at once."))


@router.get("/data", name="profile.data")
def download_data(request: Request, actor: SignedIn, session: Reads) -> Response:
    """Download what the site keeps about oneself."""
    everything = {"account": queries.own_data(session, actor.id)}
    for part in request.app.state.own_data:
        everything[part.name] = part.read(session, actor.id)
    with database_of(request).apart_from(session).writing() as writing:
        record(writing, "person.data_taken", ("person", actor.id), by=actor.id)
    headers = {"content-disposition": disposition("attachment", "rmtc-data.json"), "cache-control": "private, no-store"}
    return JSONResponse(everything, headers=headers)
