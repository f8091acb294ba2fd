"""Delivering mail: over SMTP, or as files in DATA/outbox where no server is set."""

from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete

from rmtc.clock import now
from rmtc.config import Settings
from rmtc.mail.headers import POLICY
from rmtc.mail.models import Mail
from rmtc.mail.relay import send
from rmtc.site import Site

KEPT = timedelta(days=30)


def deliver(site: Site, args: dict[str, Any]) -> None:
    """Deliver one message. A worker that dies between sending and noting it sends it again, under the same id."""
    with site.database.reading() as session:
        mail = session.get(Mail, args["mail_id"])
    if mail is None or mail.sent_at is not None:
        return
    message = message_of(mail, site.settings)
    if address := site.settings.smtp_url.get_secret_value():
        send(message, address)
    else:
        _write(message, site.settings.data / "outbox" / f"{mail.id:06}.eml")
    with site.database.writing() as session:
        session.get_one(Mail, mail.id).sent_at = now()


def forget_delivered(site: Site, _args: dict[str, Any]) -> None:
    """Delete messages delivered thirty days ago; nobody reads them here again."""
    with site.database.writing() as session:
        session.execute(delete(Mail).where(Mail.sent_at < now() - KEPT))


def message_of(mail: Mail, settings: Settings) -> EmailMessage:
    """The message as it travels: plain text, addressed, dated, with an id of its own.

    What is sent again and again says how it ends in one step (RFC 2369 §3.2, RFC 8058).
    """
    sender = settings.mail_from or settings.contact_email
    host = urlsplit(settings.site_url).hostname or "localhost"
    message = EmailMessage(policy=POLICY)
    message["From"] = sender
    message["To"] = Address(addr_spec=mail.to)
    message["Subject"] = " ".join(mail.subject.split())  # a header is one line
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<mail-{mail.id}-{int(mail.created_at.timestamp())}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.stops_at:
        message["List-Unsubscribe"] = f"<{mail.stops_at}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text)
    message["Content-Language"] = mail.language  # content of its own takes away what was said of any before
    return message


def _write(message: EmailMessage, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(message.as_bytes())
    part.replace(path)
