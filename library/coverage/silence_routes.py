"""What opens without signing in, for whoever has the address of a letter: the end of reminders of plans."""

from typing import Annotated

from fastapi import Depends, Request, Response

from library.coverage.silence import end_reminders, is_silent, resume_reminders
from library.coverage.tokens import person_with
from rmtc.accounts.models import Person
from rmtc.db import ReadSession
from rmtc.errors import NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router
from rmtc.web.unsubscribing import OneClick, trust_address

router = Router(prefix="/library/plans/reminders")
PRIVATE = {"cache-control": "private, no-store", "x-robots-tag": "noindex", "referrer-policy": "no-referrer"}


def person_of_letter(request: Request, session: Reads, token: str) -> Person:
    """The person a letter was written to."""
    person = person_with(session, request.app.state.key, token)
    if person is None:
        raise NotFound(_("This address is not, or no longer, of a letter."))
    trust_address(request)
    return person


LetterTo = Annotated[Person, Depends(person_of_letter)]


@router.get("/{token}", name="coverage.reminders")
def show_reminders(page: Answer, token: str, person: LetterTo, session: Reads) -> Response:
    """Ask whether the reminders are to end; opening the page ends nothing, since programs open links, too."""
    return _page(page, session, person.id, token)


@router.post("/{token}", name="coverage.reminders_end")
def stop(page: Answer, token: str, person: LetterTo, is_one_click: OneClick, session: Writes) -> Response:
    """End the reminders."""
    end_reminders(session, person.id)
    if is_one_click:
        return _page(page, session, person.id, token)
    return page.redirect("coverage.reminders", token=token)


@router.post("/{token}/resumption", name="coverage.reminders_resume")
def resume(page: Answer, token: str, person: LetterTo, session: Writes) -> Response:
    """Begin them again."""
    resume_reminders(session, person.id)
    return page.redirect("coverage.reminders", token=token)


def _page(page: Page, session: ReadSession, person_id: int, token: str) -> Response:
    response = page.render("library/plans/reminders.html", is_silent=is_silent(session, person_id), token=token)
    response.headers.update(PRIVATE)
    return response
