"""The partners for the public, and for the managers who keep them."""

from typing import Annotated, Any

from fastapi import Depends, Response

from rmtc.accounts.models import Institution
from rmtc.accounts.signin import Manager
from rmtc.errors import FieldRefusal, NotFound
from rmtc.i18n.countries import country_choices, needs_note
from rmtc.i18n.languages import current
from rmtc.i18n.serbian import to_latin
from rmtc.i18n.texts import gettext as _
from rmtc.partners import queries, services
from rmtc.partners.forms import PartnerForm
from rmtc.partners.words import role_choices, role_name
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router()

FIELDS = tuple(PartnerForm.model_fields)


@router.get("/partners", name="partners.public")
def list_partners(page: Answer, session: Reads) -> Response:
    """The institutions of the project, by what they do in it."""
    shown = queries.partners(session)
    groups: dict[str, list[Institution]] = {}
    for partner in shown:
        groups.setdefault(partner.partner_role, []).append(partner)
    named = [(role_name(role, many=len(members) > 1), members) for role, members in groups.items()]
    note = needs_note([partner.country for partner in shown])
    return page.render("partners/public.html", groups=named, needs_note=note, text_of=partner_text)


def partner_text(partner: Institution, name: str) -> str:
    """The name or the text about a partner in the reader's language, as far as it was written."""
    own = str(getattr(partner, f"{name}_sr")) if current().startswith("sr") else ""
    if current() == "sr-Latn":
        own = to_latin(own)
    return own or str(getattr(partner, name))


def partner_to_edit(institution_id: int, session: Reads, _actor: Manager) -> Institution:
    """An institution, for a manager."""
    institution = queries.institution_with(session, institution_id)
    if institution is None:
        raise NotFound
    return institution


PartnerToEdit = Annotated[Institution, Depends(partner_to_edit)]


@router.get("/manage/partners", name="manage.partners")
def list_institutions(page: Answer, session: Reads, _actor: Manager, number: int = 1) -> Response:
    """Every institution, partners first."""
    found = queries.institutions(session, number)
    return page.render(
        "partners/list.html", found=found, institutions=[row[0] for row in found.rows], role_name=role_name
    )


@router.get("/manage/partners/new", name="manage.new_partner")
def show_new_partner(page: Answer, _actor: Manager) -> Response:
    """The form for an institution."""
    return _partner(page, None, filled({"country": "RS", "position": 0}))


@router.post("/manage/partners", name="manage.add_partner")
def add_partner(
    page: Answer, actor: Manager, session: Writes, form: Annotated[Bound[PartnerForm], Depends(bind(PartnerForm))]
) -> Response:
    """Add an institution."""
    if form.checked is None:
        return _partner(page, None, form, 422)
    try:
        services.add_partner(session, form.checked, by=actor)
    except FieldRefusal as refusal:
        return _partner(page, None, form.refused(refusal), 422)
    return page.redirect("manage.partners", flash=_("%(name)s was added.") % {"name": form.checked.name})


@router.get("/manage/partners/{institution_id}", name="manage.partner")
def show_partner(page: Answer, partner: PartnerToEdit) -> Response:
    """An institution, to be changed."""
    return _partner(page, partner, filled({name: getattr(partner, name) for name in FIELDS}))


@router.post("/manage/partners/{institution_id}", name="manage.change_partner")
def change_partner(
    page: Answer,
    actor: Manager,
    partner: PartnerToEdit,
    session: Writes,
    form: Annotated[Bound[PartnerForm], Depends(bind(PartnerForm))],
) -> Response:
    """Change what the public reads about an institution."""
    if form.checked is None:
        return _partner(page, partner, form, 422)
    try:
        services.change_partner(session, partner, form.checked, by=actor)
    except FieldRefusal as refusal:
        return _partner(page, partner, form.refused(refusal), 422)
    return page.redirect("manage.partners", flash=_("Saved."))


def _partner(page: Page, partner: Institution | None, form: Bound[Any], status: int = 200) -> Response:
    return page.render(
        "partners/edit.html", status, partner=partner, form=form, roles=role_choices(), countries=country_choices()
    )
