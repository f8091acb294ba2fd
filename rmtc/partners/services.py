"""Keeping the institutions of the project."""

from sqlalchemy import select

from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Institution
from rmtc.audit.services import record
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _
from rmtc.partners.forms import PartnerForm


def add_partner(session: WriteSession, form: PartnerForm, *, by: Actor) -> Institution:
    """Add an institution."""
    _refuse_known(session, form.name, None)
    institution = Institution(**form.model_dump())
    session.add(institution)
    session.flush()
    record(session, "institution.added", ("institution", institution.id), by=by.id, name=form.name)
    return institution


def change_partner(session: WriteSession, institution: Institution, form: PartnerForm, *, by: Actor) -> Institution:
    """Change what the public reads about an institution."""
    _refuse_known(session, form.name, institution.id)
    for name, value in form.model_dump().items():
        setattr(institution, name, value)
    record(session, "institution.changed", ("institution", institution.id), by=by.id, **form.model_dump())
    return institution


def _refuse_known(session: WriteSession, name: str, own: int | None) -> None:
    found = session.scalar(select(Institution.id).where(Institution.name == name))
    if found is not None and found != own:
        raise FieldRefusal("name", _("There is an institution of this name already."))
