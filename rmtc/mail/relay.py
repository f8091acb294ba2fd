"""Handing a message to the mail server: encrypted wherever it offers that, and never a password in the clear."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from rmtc.config import LOOPBACK
from rmtc.jobs.worker import GiveUp

SECONDS: Final = 30
_PORTS: Final = {"smtp": 25, "smtps": 465}


class NotSent(Exception):  # noqa: N818 - what became of the message, not a fault of the program
    """The mail server could not be used this time; the message says why."""


def send(message: EmailMessage, address: str) -> None:
    """Send a message through the server at an address; GiveUp where it refuses for good, else NotSent."""
    parts = urlsplit(address)
    where = f"{parts.hostname or 'localhost'}:{parts.port or _PORTS[parts.scheme]}"
    try:
        with _connected(parts) as server:
            server.send_message(message)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as refusal:
        if all(500 <= code < 600 for code in _codes(refusal)):  # noqa: PLR2004 - SMTP's permanent refusals
            raise GiveUp(f"the mail server refused the message: {refusal}") from refusal
        raise NotSent(f"the mail server {where} does not take the message now: {refusal}") from refusal
    except smtplib.SMTPAuthenticationError as refusal:
        raise NotSent(f"the mail server {where} did not accept the name and password of SMTP_URL: {refusal}") from None
    except ssl.SSLError as error:
        raise NotSent(f"no safe connection to the mail server {where}: {error}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(f"the mail server {where} could not be used: {error}") from error


@contextmanager
def _connected(parts: SplitResult) -> Iterator[smtplib.SMTP]:
    """A connection, signed in where the address holds a name.

    Without a password, whatever certificate the server has is better than none (RFC 7435); with one it must be valid.
    """
    host, port = parts.hostname or "localhost", parts.port or _PORTS[parts.scheme]
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=SECONDS)
    with server:
        server.ehlo_or_helo_if_needed()  # what it offers is not known before
        if parts.scheme == "smtp":
            _encrypt(server, host, context if parts.username else _trusting())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server


def _encrypt(server: smtplib.SMTP, host: str, context: ssl.SSLContext) -> None:
    if server.has_extn("starttls"):
        server.starttls(context=context)
    elif context.verify_mode is ssl.CERT_REQUIRED and host not in LOOPBACK:
        raise NotSent(f"the mail server {host} offers no encryption; the password of SMTP_URL was not sent")


def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _codes(refusal: smtplib.SMTPException) -> list[int]:
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        return [code for code, _text in refusal.recipients.values()]
    return [refusal.smtp_code] if isinstance(refusal, smtplib.SMTPResponseException) else [0]
