"""Writing to the Centre."""

from typing import Annotated, Any

from fastapi import Depends, Request, Response

from rmtc.accounts.signin import Visitor
from rmtc.front.contact import send_message
from rmtc.front.forms import ContactForm
from rmtc.front.routes import told_page
from rmtc.i18n.texts import gettext as _
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router()


@router.get("/contact", name="front.contact")
def show_contact(page: Answer, request: Request, session: Reads, visitor: Visitor) -> Response:
    """How to reach the Centre, with a form; a signed-in person's name is there already."""
    known = {"name": visitor.name, "email": visitor.email} if visitor else {}
    return _contact(page, request, session, filled(known))


@router.post("/contact", name="front.send_message")
def send(
    page: Answer,
    request: Request,
    session: Writes,
    form: Annotated[Bound[ContactForm], Depends(bind(ContactForm))],
) -> Response:
    """Send the message as mail to the Centre."""
    if form.checked is None:
        return _contact(page, request, session, form, 422)
    address = request.client.host if request.client else ""
    send_message(session, form.checked, to=request.app.state.settings.contact_email, address=address)
    return page.redirect("front.contact", flash=_("Your message is on its way to the Centre."))


def _contact(page: Page, request: Request, session: Any, form: Bound[Any], status: int = 200) -> Response:
    told = told_page(request, session, "contact")
    return page.render("front/contact.html", status, told=told, form=form)
