"""Letters to those who asked for leave to read, in their language."""

from library.leave.models import AccessRequest
from library.resources.models import Resource
from rmtc.db import WriteSession
from rmtc.i18n import formats
from rmtc.i18n.languages import speaking
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark
from rmtc.mail.services import post

GRANTED = mark("You may read the files of “%(title)s”:\n%(address)s\n\nThe leave ends with %(day)s\n\n%(answer)s\n")
REFUSED = mark("You asked to read the files of “%(title)s”. This is not possible.\n\n%(answer)s\n")


def tell_granted(session: WriteSession, asked: AccessRequest, resource: Resource, address: str) -> None:
    """Tell somebody where and until when they may read."""
    assert asked.until is not None
    with speaking(asked.language):
        day = formats.day(asked.until)
        told = {"title": resource.title, "day": day, "address": address, "answer": asked.answer}
        _send(session, asked, _("You may read the document"), _(GRANTED) % told)


def tell_refused(session: WriteSession, asked: AccessRequest, resource: Resource) -> None:
    """Tell somebody that they may not, and why."""
    with speaking(asked.language):
        told = {"title": resource.title, "answer": asked.answer}
        _send(session, asked, _("About the document you asked for"), _(REFUSED) % told)


def _send(session: WriteSession, asked: AccessRequest, subject: str, text: str) -> None:
    post(session, to=asked.email, subject=subject, text=f"{text.rstrip()}\n", language=asked.language)
