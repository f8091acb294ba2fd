"""The desk's page of who has leave to read a record: given, seen and ended by librarians."""

from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse

from library.desk.access import LARGEST_ID, Librarian, ResourceToKeep
from library.desk.readers import ReaderSource, reader_keys, readers_like
from library.leave.giving import GivingForm
from library.leave.granting import GrantForm, end_grant, grant
from library.leave.grants import end_of, grants_of
from library.resources.models import Grant, Resource
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.forms import Bound, bind
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/desk")
TypedLeave = Annotated[Bound[GivingForm], Depends(bind(GivingForm))]


@router.get("/leave/suggestions", name="leave.suggestions")
def suggest(request: Request, _by: Librarian, session: Reads, q: str = "") -> Response:
    """Institutions, runs and courses whose name holds what is being typed."""
    found = readers_like(session, _sources(request), q[:200])
    return JSONResponse({"suggestions": found}, headers={"cache-control": "no-store"})


@router.get("/resources/{resource_id:int}/leave", name="leave.grants")
def show_grants(page: Answer, _by: Librarian, session: Reads, resource: ResourceToKeep, number: int = 1) -> Response:
    """Who has leave to read a record, and the form to give it."""
    return _page(page, session, resource, Bound(), number=number)


@router.post("/resources/{resource_id:int}/leave", name="leave.give")
def give_leave(
    page: Answer, by: Librarian, resource: ResourceToKeep, session: Writes, form: TypedLeave, resource_id: int
) -> Response:
    """Give leave to read a record."""
    resource = session.get_one(Resource, resource_id)
    if form.checked is None:
        return _page(page, session, resource, form, 422)
    typed = form.checked
    try:
        kind, _colon, holder_id = reader_keys(session, _sources(page.request), [typed.holder])[0].partition(":")
    except FieldRefusal as refusal:
        return _page(page, session, resource, form.refused(FieldRefusal("holder", str(refusal))), 422)
    until = end_of(typed.last_day) if typed.last_day else None
    given = GrantForm(holder_kind=kind, holder_id=int(holder_id), until=until, reason=typed.reason)
    grant(session, resource, given, by=by)
    return page.redirect("leave.grants", resource_id=resource_id, flash=_("The leave is given."))


@router.post("/resources/{resource_id:int}/leave/{grant_id:int}/end", name="leave.end")
def end_leave(
    page: Answer, by: Librarian, _resource: ResourceToKeep, session: Writes, resource_id: int, grant_id: int
) -> Response:
    """End leave now."""
    given = session.get(Grant, grant_id) if grant_id < LARGEST_ID else None
    if given is None or given.resource_id != resource_id:
        raise NotFound(_("There is no such leave."))
    end_grant(session, session.get_one(Resource, resource_id), given, by=by)
    return page.redirect("leave.grants", resource_id=resource_id, flash=_("The leave is ended."))


def _sources(request: Request) -> tuple[ReaderSource, ...]:
    found: tuple[ReaderSource, ...] = request.app.state.leave_sources
    return found


def _page(
    page: Page, session: ReadSession, resource: Resource, form: Bound[Any], status: int = 200, number: int = 1
) -> Response:
    found = grants_of(session, _sources(page.request), resource.id, number)
    return page.render("library/leave.html", status, resource=resource, found=found, form=form)
