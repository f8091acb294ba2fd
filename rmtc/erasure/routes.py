"""The page on which an administrator erases a person."""

from typing import Annotated, Any

from fastapi import Depends, Request, Response

from rmtc.accounts.models import Person, PersonState
from rmtc.accounts.signin import Administrator
from rmtc.erasure.forms import ErasureForm
from rmtc.erasure.services import erase_person
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _
from rmtc.people.access import PersonToManage
from rmtc.people.queries import person_with_roles
from rmtc.web.forms import Bound, bind
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Writes
from rmtc.web.routing import Router

router = Router(prefix="/manage/people/{person_id}/erasure")


@router.get("", name="people.erasure")
def show_erasure(page: Answer, _actor: Administrator, person: PersonToManage) -> Response:
    """Say what goes and what stays, and ask for the address."""
    return _erasure(page, person, Bound())


@router.post("", name="people.erase")
def erase(
    page: Answer,
    request: Request,
    actor: Administrator,
    _loaded: PersonToManage,
    person_id: int,
    form: Annotated[Bound[ErasureForm], Depends(bind(ErasureForm))],
    session: Writes,
) -> Response:
    """Erase a person for good."""
    person = person_with_roles(session, person_id)
    assert person is not None
    if form.checked is None:
        return _erasure(page, person, form, 422)
    parts = [part.erase for part in request.app.state.own_data if part.erase is not None]
    try:
        erase_person(session, person, form.checked.email, parts, by=actor)
    except FieldRefusal as refusal:
        return _erasure(page, person, form.refused(refusal), 422)
    return page.redirect("people.list", flash=_("The person is erased. The record of what was learnt stays, unnamed."))


def _erasure(page: Page, person: Person, form: Bound[Any], status: int = 200) -> Response:
    closed = person.state is PersonState.CLOSED
    return page.render("erasure/erasure.html", status, owner=person, form=form, closed=closed)
