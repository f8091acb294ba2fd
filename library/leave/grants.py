"""The leave to read that is in force: of a record, of a group."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from library.desk.readers import ReaderSource, known_readers
from library.resources.models import Grant
from library.resources.policies import holder_key, in_force
from rmtc.accounts.models import Person
from rmtc.clock import CENTRE_ZONE
from rmtc.db import ReadSession
from rmtc.paging import Paged, page_of

SHOWN = 20


@dataclass(frozen=True)
class Given:
    """Leave in force, the name of whom it is for, and of whoever gave it (empty: the site)."""

    grant: Grant
    holder: str
    by: str


def end_of(day: date) -> datetime:
    """The moment a day is over at the Centre."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(CENTRE_ZONE))


def grants_of(session: ReadSession, sources: Iterable[ReaderSource], resource_id: int, number: int = 1) -> Paged[Given]:
    """The leave in force to read a record, the newest first."""
    mine = select(Grant).where(Grant.resource_id == resource_id, in_force()).order_by(Grant.id.desc())
    found = page_of(session.scalars(mine).all(), number, SHOWN)
    ids = {one.granted_by for one in found.rows} | {one.holder_id for one in found.rows if one.holder_kind == "person"}
    names = select(Person.id, Person.name).where(Person.id.in_(ids))
    people: dict[int, str] = dict(iter(session.execute(names)))
    known = known_readers(session, sources) if found.rows else {}
    rows = [Given(one, _name(one, known, people), people.get(one.granted_by or 0, "")) for one in found.rows]
    return Paged(rows, found.total, found.page, found.pages)


def _name(grant: Grant, known: dict[str, str], people: dict[int, str]) -> str:
    key = holder_key(grant.holder_kind, grant.holder_id)
    return people.get(grant.holder_id, key) if grant.holder_kind == "person" else known.get(key, key)
