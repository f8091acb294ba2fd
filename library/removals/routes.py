"""Asking for a document to be taken down, and the answers at the desk."""

from typing import Annotated, Any

from fastapi import Depends, Request, Response

from library.desk.access import Librarian, resource_again
from library.reading.access import ResourceToRead
from library.removals import queries, services
from library.removals.forms import RemovalAnswerForm, RemovalForm
from library.removals.models import RemovalGround
from library.removals.queries import Asked
from library.resources.models import Resource
from rmtc.accounts.signin import SiteUrl, Visitor, caller_of
from rmtc.errors import NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router()
TypedRemoval = Annotated[Bound[RemovalForm], Depends(bind(RemovalForm))]
TypedAnswer = Annotated[Bound[RemovalAnswerForm], Depends(bind(RemovalAnswerForm))]


def grounds() -> list[tuple[str, str]]:
    """The grounds to choose from."""
    return [
        (RemovalGround.PERSONAL_DATA, _("It holds personal data of mine, or of somebody I speak for")),
        (RemovalGround.RIGHTS, _("It is mine, or ours, and may not be published here")),
        (RemovalGround.WRONG, _("What it says is wrong and does harm")),
        (RemovalGround.OTHER, _("Something else")),
    ]


def request_to_answer(session: Reads, _by: Librarian, request_id: int) -> Asked:
    """A request; 404 when there is none."""
    found = queries.request_with_id(session, request_id)
    if found is None:
        raise NotFound(_("There is no such request."))
    return found


RequestToAnswer = Annotated[Asked, Depends(request_to_answer)]


@router.get("/library/{resource_id:int}/removals/new", name="removals.new")
def show_new(page: Answer, visitor: Visitor, resource: ResourceToRead) -> Response:
    """The form to ask with; a signed-in person's name is there already."""
    known = {"name": visitor.name, "email": visitor.email} if visitor else {}
    return _form_page(page, resource, filled(known))


@router.post("/library/{resource_id:int}/removals", name="removals.add")
def ask(
    page: Answer, request: Request, resource: ResourceToRead, session: Writes, form: TypedRemoval, site: SiteUrl
) -> Response:
    """Ask for a document to be taken down."""
    if form.checked is None:
        return _form_page(page, resource, form, 422)
    to, address = request.app.state.settings.contact_email, caller_of(request).address
    services.ask_for_removal(session, resource, form.checked, to=to, address=address, site_url=site)
    said = _("Your request is with the librarians. The answer comes by mail.")
    return page.redirect("library.resource", resource_id=resource.id, flash=said)


@router.get("/desk/removals", name="removals.list")
def show_requests(page: Answer, _by: Librarian, session: Reads, number: int = 1) -> Response:
    """The requests, the open ones first."""
    pages = max(1, -(-queries.count_requests(session)[0] // queries.PER_PAGE))
    number = min(max(number, 1), pages)
    found = queries.requests(session, number)
    return page.render("library/removals/list.html", asked=found, grounds=dict(grounds()), number=number, pages=pages)


@router.get("/desk/removals/{request_id:int}", name="removals.show")
def show_request(page: Answer, asked: RequestToAnswer) -> Response:
    """A request with its answer, or the form for it."""
    return _request_page(page, asked, filled({"decision": "kept"}))


@router.post("/desk/removals/{request_id:int}/answer", name="removals.answer")
def answer(
    page: Answer,
    by: Librarian,
    asked: RequestToAnswer,
    session: Writes,
    form: TypedAnswer,
    site: SiteUrl,
    request_id: int,
) -> Response:
    """Answer a request; those who use a record that is withdrawn are told."""
    if form.checked is None:
        errors = {("reason" if name == "form" else name): text for name, text in form.errors.items()}
        return _request_page(page, asked, Bound(form.typed, errors=errors), 422)
    again = queries.request_with_id(session, request_id)
    assert again is not None
    resource = resource_again(session, again.resource.id)
    if services.answer_request(session, again.request, resource, form.checked, by=by):
        for tell in page.request.app.state.withdrawal_notices:
            tell(session, resource, site)
    return page.redirect("removals.list", flash=_("The answer is on its way."))


def _form_page(page: Page, resource: Resource, form: Bound[Any], status: int = 200) -> Response:
    return page.render("library/removals/new.html", status, form=form, resource=resource, grounds=grounds())


def _request_page(page: Page, asked: Asked, form: Bound[Any], status: int = 200) -> Response:
    return page.render("library/removals/request.html", status, form=form, asked=asked, grounds=dict(grounds()))
