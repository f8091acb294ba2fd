"""Asking for a document to be taken down, answering, forgetting who asked."""

from datetime import timedelta

from sqlalchemy import update

from library.removals.forms import RemovalAnswerForm, RemovalForm
from library.removals.models import RemovalRequest, RemovalState
from library.resources.forms import WithdrawalForm
from library.resources.models import Resource, ResourceState
from library.resources.services import withdraw_resource
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import Refusal
from rmtc.front.contact import send_message
from rmtc.front.forms import ContactForm
from rmtc.i18n.languages import current, speaking
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark
from rmtc.mail.services import post

KEPT = timedelta(days=365)
"""How long the name and words of somebody who asked are kept after the answer."""
WITHDRAWN_SUBJECT = mark("The document was taken down")
KEPT_SUBJECT = mark("The document stays in the library")


def ask_for_removal(
    session: WriteSession, resource: Resource, form: RemovalForm, *, to: str, address: str, site_url: str
) -> RemovalRequest:
    """Note a request and tell the Centre by mail; raises TooOften like any message to the Centre."""
    link = f"{site_url}/desk/removals"
    subject = _("Take down: %(title)s") % {"title": " ".join(resource.title.split())[:90]}
    text = f"{form.text[:4500]}\n\n{link}"
    letter = ContactForm(name=form.name, email=form.email, subject=subject, message=text)
    send_message(session, letter, to=to, address=address)
    request = RemovalRequest(resource_id=resource.id, **form.model_dump(), language=current(), at=now())
    session.add(request)
    session.flush()
    record(session, "removal.asked", ("resource", resource.id), by=None, request=request.id, ground=form.ground)
    return request


def answer_request(
    session: WriteSession, request: RemovalRequest, resource: Resource, form: RemovalAnswerForm, *, by: Actor
) -> bool:
    """Answer by mail, and withdraw the record where that was decided; says whether it was withdrawn now."""
    if request.state is not RemovalState.OPEN:
        raise Refusal(_("This request was answered already."))
    moment = now()
    request.state, request.reply = form.decision, form.reply
    request.answered_at, request.answered_by, request.forget_on = moment, by.id or None, moment + KEPT
    is_withdrawn = form.decision is RemovalState.WITHDRAWN and resource.state is ResourceState.PUBLISHED
    if is_withdrawn:
        withdraw_resource(session, resource, WithdrawalForm(reason=form.reason), by=by)
    record(session, "removal.answered", ("resource", resource.id), by=by.id, request=request.id, decision=form.decision)
    with speaking(request.language):
        subject = _(WITHDRAWN_SUBJECT if form.decision is RemovalState.WITHDRAWN else KEPT_SUBJECT)
        text = f"{_('Dear %(name)s,') % {'name': request.name}}\n\n{form.reply}\n\n{resource.title}\n"
        post(session, to=request.email, subject=subject, text=text, language=request.language)
    return is_withdrawn


def forget_askers(session: WriteSession) -> None:
    """Forget who asked, a year after the answer; that something was asked and decided stays."""
    values = {"name": "", "email": "", "text": "", "reply": "", "forget_on": None}
    session.execute(update(RemovalRequest).where(RemovalRequest.forget_on < now()).values(values))
