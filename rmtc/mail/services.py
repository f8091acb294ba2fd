"""Writing mail."""

from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.i18n.languages import current
from rmtc.jobs.services import enqueue
from rmtc.mail.models import Mail


def post(session: WriteSession, *, to: str, subject: str, text: str, language: str | None = None) -> Mail:
    """Put a message into the outbox; it leaves after the transaction has committed."""
    mail = Mail(to=to, subject=subject, text=text, language=language or current(), created_at=now())
    session.add(mail)
    session.flush()
    enqueue(session, "mail.deliver", mail_id=mail.id)
    return mail
