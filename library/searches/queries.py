"""Reading kept searches, and what they find now."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from library.finding.forms import Asked
from library.finding.related import related_words
from library.resources.models import Resource
from library.resources.policies import access_keys, visible
from library.searches.models import SavedSearch
from rmtc.accounts.actors import Actor, actor_of
from rmtc.accounts.models import Person, PersonState
from rmtc.db import ReadSession
from rmtc.paging import USUAL_SIZE, Paged, page_of
from rmtc.search.index import SearchIndex

EVERY: Final = 1_000_000
"""More matches than a library has records."""
PORTION: Final = 500
"""So many ids in one statement."""
MOST: Final = 200
"""So many searches somebody may keep."""


def asked_in(query: str) -> Asked:
    """The question that the query of an address asks; what makes no sense in it is left out."""
    return replace(Asked.read(parse_qsl(query, keep_blank_values=True)), page=1)


def query_of(asked: Asked) -> str:
    """The query of the address that asks the same, without its page."""
    kept = {name: value for name, value in asked.parameters().items() if value}
    return urlencode(kept, doseq=True)


def searches_of(session: ReadSession, person_id: int, page: int = 1) -> Paged[SavedSearch]:
    """A page of somebody's searches, by name."""
    mine = select(SavedSearch).where(SavedSearch.person_id == person_id).order_by(SavedSearch.id).limit(MOST)
    rows = sorted(session.scalars(mine), key=lambda one: one.name.casefold())
    return page_of(rows, page, USUAL_SIZE)


def search_of(session: ReadSession, person_id: int, search_id: int) -> SavedSearch | None:
    """A search, if it is this person's."""
    return session.scalar(select(SavedSearch).where(SavedSearch.id == search_id, SavedSearch.person_id == person_id))


def keeper_of(session: ReadSession, search: SavedSearch) -> tuple[Person, Actor] | None:
    """Whose search it is, with what they may do now; None where the account is closed."""
    person = session.scalar(select(Person).where(Person.id == search.person_id).options(selectinload(Person.roles)))
    if person is None or person.state is not PersonState.ACTIVE:
        return None
    return person, actor_of(person, person.roles)


def matches(session: ReadSession, index: SearchIndex, asked: Asked, actor: Actor) -> list[int]:
    """The ids of every record that a question finds for somebody now, newest first. Raises IndexDamaged."""
    expand = related_words(session, asked.text) if asked.with_related else None
    query = replace(asked.query(access_keys(actor), expand), facets=(), sort="newest", limit=EVERY, offset=0)
    return [int(hit.id) for hit in index.search(query).hits]


def seen(session: ReadSession, ids: Sequence[int], actor: Actor) -> list[Resource]:
    """Those of some records that somebody may see at this moment, in the order given."""
    by_id: dict[int, Resource] = {}
    for start in range(0, len(ids), PORTION):
        some = Resource.id.in_(ids[start : start + PORTION])
        by_id |= {one.id: one for one in session.scalars(select(Resource).where(some, visible(actor)))}
    return [by_id[number] for number in ids if number in by_id]
