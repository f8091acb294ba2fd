"""The requests to read closed files, for those who answer them."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import Depends, Response

from library.desk.access import LARGEST_ID
from library.leave import queries
from library.leave.forms import AnswerForm
from library.leave.models import AccessRequest, RequestState
from library.leave.services import answer_request
from library.resources.policies import is_staff
from library.shelves.access import Curator
from rmtc.accounts.signin import SiteUrl
from rmtc.clock import today
from rmtc.errors import FieldRefusal, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.paging import read_page
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/desk/requests")
TypedAnswer = Annotated[Bound[AnswerForm], Depends(bind(AnswerForm))]
USUAL = timedelta(days=30)


def request_to_answer(session: Reads, actor: Curator, request_id: int) -> AccessRequest:
    """A request for those who may answer it; 404 else."""
    found = queries.request_to_answer(session, request_id, actor) if request_id < LARGEST_ID else None
    if found is None:
        raise NotFound(_("There is no such request."))
    return found


RequestToAnswer = Annotated[AccessRequest, Depends(request_to_answer)]


@router.get("", name="leave.requests")
def show_requests(page: Answer, by: Curator, session: Reads, state: str = "", number: int = 1) -> Response:
    """Who asks to read what: those who wait first, or those answered."""
    chosen = next((one for one in RequestState if one == state), RequestState.WAITING)
    found = read_page(session, queries.requests_to_answer(by, chosen), number)
    return page.render("library/leave/requests.html", found=found, state=chosen, states=states(), is_staff=is_staff(by))


@router.get("/{request_id:int}", name="leave.request")
def show_request(page: Answer, asked: RequestToAnswer) -> Response:
    """A request, and the form to answer it."""
    return _page(page, asked, filled({"decision": "grant", "until": today() + USUAL}))


@router.post("/{request_id:int}/answer", name="leave.answer")
def answer(
    page: Answer,
    by: Curator,
    _asked: RequestToAnswer,
    session: Writes,
    form: TypedAnswer,
    request_id: int,
    site: SiteUrl,
) -> Response:
    """Give leave or refuse it."""
    asked = queries.request_to_answer(session, request_id, by)
    assert asked is not None
    if form.checked is None:
        return _page(page, asked, form, 422)
    try:
        answer_request(session, asked, asked.resource, form.checked, by=by, site=site)
    except FieldRefusal as refusal:
        session.rollback()
        again = queries.request_to_answer(session, request_id, by)
        assert again is not None
        return _page(page, again, form.refused(refusal), 422)
    return page.redirect("leave.requests", flash=_("The answer is on its way."))


def _page(page: Page, asked: AccessRequest, form: Bound[Any], status: int = 200) -> Response:
    return page.render("library/leave/request.html", status, asked=asked, form=form, states=states())


def states() -> dict[RequestState, str]:
    """What the states are called."""
    return {
        RequestState.WAITING: _("Waiting for an answer"),
        RequestState.GRANTED: _("May read"),
        RequestState.REFUSED: _("Not given"),
    }
