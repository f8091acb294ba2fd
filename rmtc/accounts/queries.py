"""Reading people and institutions."""

from sqlalchemy import select

from rmtc.accounts.models import Person
from rmtc.db import ReadSession


def person_by_email(session: ReadSession, email: str) -> Person | None:
    """The person with an address, whatever the case of its letters."""
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))
