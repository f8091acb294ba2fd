"""Writing to people about what is new in the searches they keep."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, or_, select

from library.resources.models import Resource
from library.searches.models import KnownMatches, Letters, SavedSearch
from library.searches.queries import keeper_of, seen
from library.searches.services import note_known
from library.searches.tokens import token_of
from rmtc.accounts.models import Person, PersonState
from rmtc.clock import now
from rmtc.db import ReadSession, WriteSession
from rmtc.i18n.languages import speaking
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark, ngettext
from rmtc.mail.services import post

PERIODS: Final = {Letters.DAILY: timedelta(hours=20), Letters.WEEKLY: timedelta(days=6, hours=20)}
"""How long after a look the next is due; a little less than a day, so that a late job does not skip one."""
MOST_TOLD: Final = 25
"""So many records are named in a letter; the others are counted."""

GREETING = mark("Dear %(name)s,")
SUBJECT = mark("New in the library: %(search)s")
MORE = mark("All results: %(link)s")
STOP = mark("To get no more letters about this search, open this page and press the button:\n%(link)s")
CLOSING = mark("Regional Migration Training Centre")


def due_searches(session: ReadSession, moment: datetime) -> list[int]:
    """The ids of the searches to be looked through now, of people whose accounts are open."""
    waiting = [
        and_(SavedSearch.letters == letters, SavedSearch.looked_at <= moment - period)
        for letters, period in PERIODS.items()
    ]
    chosen = select(SavedSearch.id).join(Person, Person.id == SavedSearch.person_id)
    chosen = chosen.where(Person.state == PersonState.ACTIVE, or_(*waiting)).order_by(SavedSearch.id)
    return list(session.scalars(chosen))


def new_among(session: ReadSession, search: SavedSearch, found: Sequence[int]) -> list[int]:
    """Those of some found records of which nothing was told yet."""
    kept = session.get(KnownMatches, search.id)
    known = set(kept.ids) if kept else set()
    return [number for number in found if number not in known]


def write_letter(session: WriteSession, search_id: int, found: Sequence[int], site_url: str, key: bytes) -> int:
    """Tell of what is new among the records a search found, as far as its keeper may see them now; returns how many.

    A search that was looked through meanwhile, stopped or deleted, or whose keeper left, gets no letter.
    """
    search = session.get(SavedSearch, search_id, with_for_update=True)
    keeper = keeper_of(session, search) if search else None
    if search is None or keeper is None or search_id not in due_searches(session, now()):
        return 0
    person, actor = keeper
    fresh = seen(session, new_among(session, search, found), actor)
    search.looked_at = now()
    if fresh:
        note_known(session, search, [one.id for one in fresh])
        _post(session, person, search, fresh, site_url, key)
    return len(fresh)


def _post(
    session: WriteSession, person: Person, search: SavedSearch, fresh: Sequence[Resource], site_url: str, key: bytes
) -> None:
    stops_at = f"{site_url}/library/searches/stops/{token_of(key, search, 'stop')}"
    with speaking(person.language):
        parts = [
            _(GREETING) % {"name": person.name},
            ngettext(
                "your search “%(search)s” finds %(num)d new document:",
                "your search “%(search)s” finds %(num)d new documents:",
                len(fresh),
            )
            % {"search": search.name, "num": len(fresh)},
            *(f"{one.title}\n{site_url}/library/{one.id}" for one in fresh[:MOST_TOLD]),
            _(MORE) % {"link": f"{site_url}/library?{search.query}"},
            _(STOP) % {"link": stops_at},
            _(CLOSING),
        ]
        subject = (_(SUBJECT) % {"search": search.name})[:200]
        text = "\n\n".join(parts) + "\n"
        post(session, to=person.email, subject=subject, text=text, language=person.language, stops_at=stops_at)
