"""What the library forgets each night, beside what deposits, packages, requests and mail forget on their own."""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, delete, exists, func, select, update

from library.leave.models import AccessRequest
from library.plans.models import PlanSilence
from library.reading.models import Highlight
from library.resources.models import Grant
from library.searches.models import KnownMatches, SavedSearch
from library.usage.models import SearchDay, UsageDay
from rmtc.accounts.models import Person
from rmtc.clock import now
from rmtc.db import ReadSession, WriteSession
from rmtc.i18n.formats import local
from rmtc.people.policies import NOWHERE

COUNTS_KEPT: Final = timedelta(days=5 * 365)
"""So long counts of use are kept: longer than a local action plan lasts."""
ADDRESS_KEPT: Final = timedelta(days=7)
"""So long the network address of somebody who asked is kept; it is only there to slow down floods of requests."""
ERASED: Final = Person.email.endswith(f"@{NOWHERE}")
"""The condition that a person was erased."""

LEFTOVERS: Final = (Highlight, SavedSearch, PlanSilence, AccessRequest)
"""Tables in which nothing of an erased person may be."""


def forget(session: WriteSession) -> None:
    """Delete what is past its time, and what is left of people who were erased."""
    erased = select(Person.id).where(ERASED)
    searches = select(SavedSearch.id).where(SavedSearch.person_id.in_(erased))
    session.execute(delete(KnownMatches).where(KnownMatches.search_id.in_(searches)))
    for table in LEFTOVERS:
        session.execute(delete(table).where(table.person_id.in_(erased)))
    session.execute(delete(Grant).where(Grant.holder_kind == "person", Grant.holder_id.in_(erased)))
    session.execute(delete(UsageDay).where(_old_count(UsageDay)))
    session.execute(delete(SearchDay).where(_old_count(SearchDay)))
    session.execute(update(AccessRequest).where(_has_old_address()).values(address=""))


def count_leftovers(session: ReadSession) -> int:
    """How much is left of people who were erased."""
    return sum(
        session.scalar(select(func.count()).select_from(table).where(_of_erased(table.person_id))) or 0
        for table in LEFTOVERS
    )


def old_counts() -> Select[int]:
    """How many days of counts are past their time."""
    return select(func.count()).select_from(UsageDay).where(_old_count(UsageDay))


def old_addresses() -> Select[int]:
    """How many requests still have a network address that is past its time."""
    return select(func.count()).select_from(AccessRequest).where(_has_old_address())


def _of_erased(column: Any) -> ColumnElement[bool]:
    return exists().where(Person.id == column, ERASED)


def _old_count(table: type[UsageDay] | type[SearchDay]) -> ColumnElement[bool]:
    return table.day < local(now()).date() - COUNTS_KEPT


def _has_old_address() -> ColumnElement[bool]:
    return (AccessRequest.address != "") & (AccessRequest.asked_at < now() - ADDRESS_KEPT)
