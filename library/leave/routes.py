"""Asking to read closed files, and reading them with the link of an answer."""

from typing import Annotated, Any

from fastapi import Depends, Request, Response

from library.leave.forms import RequestForm
from library.leave.models import AccessRequest
from library.leave.queries import request_of_token
from library.leave.services import ask_for_leave
from library.reading.access import ResourceToRead
from library.resources.models import FileState, Resource, ResourceFile
from library.wording import format_name
from rmtc.accounts.signin import Visitor, caller_of
from rmtc.errors import FieldRefusal, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.downloads import file_answer
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/library")
TypedRequest = Annotated[Bound[RequestForm], Depends(bind(RequestForm))]


def resource_to_ask_for(resource: ResourceToRead) -> Resource:
    """A record one may see, with files one may not read; 404 where there is nothing to ask for."""
    if resource.files_are_open or not resource.versions:
        raise NotFound(_("There is nothing to ask for: this record has no closed files."))
    return resource


ResourceToAskFor = Annotated[Resource, Depends(resource_to_ask_for)]


@router.get("/{resource_id:int}/requests/new", name="leave.new")
def show_new(page: Answer, visitor: Visitor, resource: ResourceToAskFor) -> Response:
    """The form to ask with; a signed-in person's name is there already."""
    known = {"name": visitor.name, "email": visitor.email} if visitor else {}
    return _form_page(page, resource, filled(known))


@router.post("/{resource_id:int}/requests", name="leave.ask")
def ask(
    page: Answer, request: Request, visitor: Visitor, resource: ResourceToAskFor, session: Writes, form: TypedRequest
) -> Response:
    """Ask; an answer of a signed-in person goes to the address of their account."""
    if form.checked is None:
        return _form_page(page, resource, form, 422)
    known = {"name": visitor.name, "email": visitor.email} if visitor else {}
    wanted = form.checked.model_copy(update=known)
    try:
        ask_for_leave(session, resource, wanted, by=visitor, address=caller_of(request).address)
    except FieldRefusal as refusal:
        session.rollback()
        return _form_page(page, resource, form.refused(refusal), 422)
    said = _("Your request is with the librarians. The answer comes by mail.")
    return page.redirect("library.resource", resource_id=resource.id, flash=said)


def _form_page(page: Page, resource: Resource, form: Bound[Any], status: int = 200) -> Response:
    return page.render("library/leave/new.html", status, resource=resource, form=form)


def leave_of_link(session: Reads, token: str) -> AccessRequest:
    """The leave that a link gives; 404 when it has ended or never was."""
    found = request_of_token(session, token[:100])
    if found is None:
        raise NotFound(_("This link is not valid, or the leave to read has ended."))
    return found


LeaveOfLink = Annotated[AccessRequest, Depends(leave_of_link)]


@router.get("/leave/{token}", name="leave.show")
def show_leave(page: Answer, leave: LeaveOfLink, token: str) -> Response:
    """The files that a link opens."""
    response = page.render(
        "library/leave/files.html", leave=leave, files=_files(leave), token=token, format_name=format_name
    )
    response.headers["referrer-policy"] = "no-referrer"
    return response


@router.get("/leave/{token}/files/{name}", name="leave.file")
def send_file(request: Request, leave: LeaveOfLink, name: str) -> Response:
    """A file that a link opens."""
    for file in _files(leave):
        if file.name == name:
            return file_answer(request, request.app.state.store, file.stored, file.name, shown=False)
    raise NotFound(_("This record has no such file."))


def _files(leave: AccessRequest) -> list[ResourceFile]:
    """The files of the newest version, without those set aside."""
    newest = leave.resource.versions[-1:]
    return [file for version in newest for file in version.files if file.state is not FileState.QUARANTINED]
