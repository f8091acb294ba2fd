"""Tickets: links sent by mail, good for one thing, once, for a while; only a hash of each is kept."""

import secrets
from datetime import timedelta

from sqlalchemy import CursorResult, select, update

from rmtc.accounts.models import Person, PersonState, Ticket, TicketPurpose
from rmtc.accounts.sessions import hash_of
from rmtc.clock import now
from rmtc.db import ReadSession, WriteSession
from rmtc.errors import NotFound
from rmtc.i18n.texts import gettext as _

LIFETIMES = {
    TicketPurpose.INVITATION: timedelta(days=7),
    TicketPurpose.CONFIRMATION: timedelta(days=2),
    TicketPurpose.PASSWORD: timedelta(minutes=30),
    TicketPurpose.ADDRESS: timedelta(days=2),
    TicketPurpose.SECOND_STEP: timedelta(minutes=5),
}
STATES = {TicketPurpose.INVITATION: PersonState.INVITED, TicketPurpose.CONFIRMATION: PersonState.UNCONFIRMED}
"""The state an account must be in for its ticket to count; ACTIVE for the others."""


def issue_ticket(session: WriteSession, person: Person, purpose: TicketPurpose, address: str = "") -> str:
    """Make a ticket and return its token; earlier ones for the same thing are no longer good."""
    moment, token = now(), secrets.token_urlsafe(32)
    end_tickets(session, person.id, purpose)
    session.add(
        Ticket(
            token_hash=hash_of(token),
            purpose=purpose,
            person_id=person.id,
            created_at=moment,
            expires_at=moment + LIFETIMES[purpose],
            address=address,
        )
    )
    return token


def end_tickets(session: WriteSession, person_id: int, *purposes: TicketPurpose) -> None:
    """Make a person's unused tickets for these things worthless."""
    mine = (Ticket.person_id == person_id, Ticket.used_at.is_(None), Ticket.purpose.in_(purposes))
    session.execute(update(Ticket).where(*mine).values(used_at=now()))


def find_ticket(session: ReadSession, token: str, *purposes: TicketPurpose) -> tuple[Ticket, Person]:
    """The ticket with this token and whose it is; NotFound when it is unknown, used or too old."""
    row = session.execute(
        select(Ticket, Person)
        .join(Person, Person.id == Ticket.person_id)
        .where(Ticket.token_hash == hash_of(token), Ticket.used_at.is_(None), Ticket.expires_at > now())
        .where(Ticket.purpose.in_(purposes))
    ).one_or_none()
    if row is None or row[1].state is not STATES.get(row[0].purpose, PersonState.ACTIVE):
        raise NotFound(_("This link has been used already, or it is too old."))
    return row[0], row[1]


def use_ticket(session: WriteSession, ticket: Ticket) -> None:
    """Use a ticket up; NotFound when somebody was quicker."""
    unused = (Ticket.id == ticket.id, Ticket.used_at.is_(None))
    done = session.execute(update(Ticket).where(*unused).values(used_at=now()))
    assert isinstance(done, CursorResult)
    if done.rowcount != 1:
        raise NotFound(_("This link has been used already, or it is too old."))
