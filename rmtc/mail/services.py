"""Writing mail."""

from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.i18n.languages import current
from rmtc.jobs.services import enqueue
from rmtc.mail.models import Mail


def post(
    session: WriteSession, *, to: str, subject: str, text: str, language: str | None = None, stops_at: str = ""
) -> Mail:
    """Put a message into the outbox; it leaves after the transaction has committed.

    `stops_at` is the address that ends letters of its kind, by POST and without signing in (RFC 8058).
    """
    said = language or current()
    mail = Mail(to=to, subject=subject, text=text, language=said, stops_at=stops_at, created_at=now())
    session.add(mail)
    session.flush()
    enqueue(session, "mail.deliver", mail_id=mail.id)
    return mail
