"""Keeping searches."""

from collections.abc import Sequence

from sqlalchemy import func, select

from library.searches.forms import NewSearchForm, SearchForm
from library.searches.models import KnownMatches, Letters, SavedSearch
from library.searches.queries import MOST, asked_in, query_of
from rmtc.accounts.actors import Actor
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _


def save_search(session: WriteSession, form: NewSearchForm, found: Sequence[int], *, by: Actor) -> SavedSearch:
    """Keep a search; `found` are the records it finds now, of which nobody needs to be told."""
    mine = select(func.count()).select_from(SavedSearch).where(SavedSearch.person_id == by.id)
    if (session.scalar(mine) or 0) >= MOST:
        raise FieldRefusal("name", _("You keep %(most)s searches already; delete one first.") % {"most": MOST})
    moment = now()
    search = SavedSearch(
        person_id=by.id,
        name=form.name,
        query=query_of(asked_in(form.query)),
        letters=form.letters,
        created_at=moment,
        looked_at=moment,
    )
    session.add(search)
    session.flush()
    if search.letters is not Letters.NEVER:
        note_known(session, search, found)
    return search


def edit_search(session: WriteSession, search: SavedSearch, form: SearchForm, found: Sequence[int]) -> SavedSearch:
    """Rename a search, or write about it more or less often; letters that begin anew tell only what comes from now."""
    begins = search.letters is Letters.NEVER and form.letters is not Letters.NEVER
    search.name, search.letters = form.name, form.letters
    if begins:
        search.looked_at = now()
        note_known(session, search, found)
    return search


def stop_letters(search: SavedSearch) -> None:
    """Write no more about a search; it is kept."""
    search.letters = Letters.NEVER


def renew_feed(search: SavedSearch) -> None:
    """Give the feed of a search a new address; the old one is worth nothing from now on."""
    search.feed_round += 1


def delete_search(session: WriteSession, search: SavedSearch) -> None:
    """Forget a search."""
    session.delete(search)


def note_known(session: WriteSession, search: SavedSearch, ids: Sequence[int]) -> None:
    """Note that these records need not be told any more."""
    known = session.get(KnownMatches, search.id)
    if known is None:
        session.add(KnownMatches(search_id=search.id, ids=sorted(set(ids))))
    else:
        known.ids = sorted({*known.ids, *ids})
    session.flush()
