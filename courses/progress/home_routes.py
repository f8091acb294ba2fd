"""One's own pages: home, record, calendar."""

from typing import Any

from fastapi import Request, Response

from courses.enrolment import words
from courses.enrolment.queries import TAKES_A_PLACE, enrolments_of_person, steps_of
from courses.progress.calendar import make_calendar, person_with, token_of
from courses.progress.homes import home_of
from courses.progress.queries import activity_counts, calendar_entries
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Person, PersonState
from rmtc.accounts.signin import SignedIn
from rmtc.clock import now
from rmtc.errors import NotFound
from rmtc.i18n.formats import local
from rmtc.i18n.texts import gettext as _
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads
from rmtc.web.routing import Router

router = Router()

MORNING, AFTERNOON, EVENING = 4, 12, 18
"""The hours at which the greeting changes."""


@router.get("/home", name="progress.home")
def show_home(page: Answer, request: Request, session: Reads, actor: SignedIn) -> Response:
    """The home of somebody who is signed in: what to do next, their courses, dates and desks."""
    moment = now()
    cards = [card for make in request.app.state.home_cards for card in make(session, actor)]
    return page.render(
        "courses/progress/home.html",
        home=home_of(session, actor, moment),
        cards=cards,
        moment=moment,
        greeting=greeting(actor, local(moment, actor.time_zone).hour),
        words=words,
    )


def greeting(actor: Actor, hour: int) -> str:
    """A greeting for the hour on the person's own clock."""
    name = {"name": actor.name.split()[0] if actor.name.split() else actor.name}
    if MORNING <= hour < AFTERNOON:
        return _("Good morning, %(name)s") % name
    if AFTERNOON <= hour < EVENING:
        return _("Good afternoon, %(name)s") % name
    return _("Good evening, %(name)s") % name


@router.get("/record", name="progress.record")
def show_record(page: Answer, request: Request, session: Reads, actor: SignedIn, number: int = 1) -> Response:
    """One's own record: every run with its steps, and what other parts of the site add (results, certificates)."""
    found = enrolments_of_person(session, actor.id, number)
    enrolments = [row[0] for row in found.rows]
    parts: list[tuple[str, dict[str, Any]]] = [make(session, actor.id) for make in request.app.state.record_parts]
    return page.render(
        "courses/progress/record.html",
        found=found,
        enrolments=enrolments,
        steps=steps_of(session, [enrolment.id for enrolment in enrolments]),
        opens=TAKES_A_PLACE,
        totals=activity_counts(session, [enrolment.run.edition_id for enrolment in enrolments]),
        parts=parts,
        words=words,
        calendar=page.url("progress.calendar", token=token_of(request.app.state.key, actor.id)),
    )


@router.get("/calendar/{token}.ics", name="progress.calendar")
def show_calendar(request: Request, session: Reads, token: str) -> Response:
    """Somebody's dates for their calendar program; whoever has the address may read it."""
    person_id = person_with(request.app.state.key, token)
    person = session.get(Person, person_id) if person_id else None
    if person is None or person.state is not PersonState.ACTIVE:
        raise NotFound
    entries = calendar_entries(session, person.id)
    text = make_calendar(_("RMTC dates"), entries, request.url.hostname or "rmtc", now())
    return Response(text, media_type="text/calendar; charset=utf-8", headers={"cache-control": "private, no-store"})
