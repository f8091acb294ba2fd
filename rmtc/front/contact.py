"""Messages to the Centre: sent as mail, counted so that nobody sends very many."""

from datetime import timedelta

from sqlalchemy import delete, func, select

from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import TooOften
from rmtc.front.forms import ContactForm
from rmtc.front.models import ContactTry
from rmtc.i18n.texts import gettext as _
from rmtc.mail.services import post

HOUR = timedelta(hours=1)
PER_ADDRESS, ALTOGETHER = 5, 100


def send_message(session: WriteSession, form: ContactForm, *, to: str, address: str) -> None:
    """Put a message into the outbox; raises TooOften at five an hour from one address, or a hundred in all."""
    moment = now()
    session.execute(delete(ContactTry).where(ContactTry.at < moment - timedelta(days=1)))
    here = func.count().filter(ContactTry.address == address[:45])
    counts = session.execute(select(here, func.count(ContactTry.id)).where(ContactTry.at > moment - HOUR)).one()
    if counts[0] >= PER_ADDRESS or counts[1] >= ALTOGETHER:
        raise TooOften(_("Several messages have been sent from here within the hour. Wait a while, or write a mail."))
    session.add(ContactTry(address=address[:45], at=moment))
    text = f"{form.message}\n\n{form.name} <{form.email}>\n"
    post(session, to=to, subject=_("Message from the site: %(subject)s") % {"subject": form.subject}, text=text)
