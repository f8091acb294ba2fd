"""Institutions for managers: the list, a new one, changing one."""

from typing import Annotated

from fastapi import Depends, Request, Response

from rmtc.accounts.membership import NewInstitution, add_institution
from rmtc.accounts.models import Institution
from rmtc.accounts.signin import Manager
from rmtc.errors import FieldRefusal
from rmtc.i18n.countries import country_choices, country_name, needs_note
from rmtc.i18n.texts import gettext as _
from rmtc.people import queries, services
from rmtc.people.access import InstitutionToManage
from rmtc.people.forms import InstitutionForm
from rmtc.texts.numbers import is_number
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/manage/institutions")
Sent = Annotated[Bound[InstitutionForm], Depends(bind(InstitutionForm))]


@router.get("", name="people.institutions")
def list_institutions(page: Answer, request: Request, _actor: Manager, session: Reads) -> Response:
    """List and find institutions."""
    q, at = request.query_params.get("q", "")[:100], request.query_params.get("page", "")
    found = queries.find_institutions(session, q, int(at) if is_number(at) else 1)
    note = needs_note([row[0].country for row in found.rows])
    return page.render("people/institutions.html", q=q, found=found, country_name=country_name, needs_note=note)


@router.get("/new", name="people.new_institution")
def show_new(page: Answer, _actor: Manager) -> Response:
    """Show the form for a new institution."""
    return _form(page, Bound())


@router.post("", name="people.add_institution")
def add(page: Answer, actor: Manager, form: Sent, session: Writes) -> Response:
    """Add an institution."""
    if form.checked is None:
        return _form(page, form, status=422)
    try:
        add_institution(session, NewInstitution(**form.checked.model_dump()), by=actor)
    except FieldRefusal as refusal:
        return _form(page, form.refused(refusal), status=422)
    return page.redirect("people.institutions", flash=_("The institution is added."))


@router.get("/{institution_id}", name="people.institution")
def show_institution(page: Answer, institution: InstitutionToManage) -> Response:
    """Show an institution for changing."""
    shown = filled({name: getattr(institution, name) for name in InstitutionForm.model_fields})
    return _form(page, shown, institution)


@router.post("/{institution_id}", name="people.change_institution")
def change(page: Answer, institution: InstitutionToManage, actor: Manager, form: Sent, session: Writes) -> Response:
    """Change an institution."""
    if form.checked is None:
        return _form(page, form, institution, 422)
    try:
        services.change_institution(session, institution, form.checked, by=actor)
    except FieldRefusal as refusal:
        return _form(page, form.refused(refusal), institution, 422)
    return page.redirect("people.institutions", flash=_("Saved."))


def _form(
    page: Page, form: Bound[InstitutionForm], institution: Institution | None = None, status: int = 200
) -> Response:
    countries = country_choices()
    return page.render("people/institution.html", status, form=form, institution=institution, countries=countries)
