"""Reading editions."""

from typing import Any

from sqlalchemy import Row, select

from courses.catalogue.models import Edition
from courses.content.queries import activities_of_edition
from courses.editions.differences import Entry, entry_of
from rmtc.accounts.models import Person
from rmtc.db import ReadSession
from rmtc.paging import Paged, read_page


def editions_with_people(session: ReadSession, course_id: int, page: int) -> Paged[Row[Any]]:
    """A page of the editions of a course, newest first, each with the name of who published it."""
    wanted = select(Edition, Person.name).outerjoin(Person, Person.id == Edition.published_by)
    return read_page(session, wanted.where(Edition.course_id == course_id).order_by(Edition.number.desc()), page)


def edition_by_number(session: ReadSession, course_id: int, number: int) -> Edition | None:
    """An edition by its number."""
    return session.scalar(select(Edition).where(Edition.course_id == course_id, Edition.number == number))


def entries_of(session: ReadSession, edition: Edition | None) -> list[Entry]:
    """What an edition holds; nothing where there is none."""
    return [entry_of(kept) for kept in activities_of_edition(session, edition.id)] if edition else []
