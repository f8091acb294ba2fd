"""Whose search it is: everybody has their own, and nobody another's."""

from typing import Annotated, Any

from fastapi import Depends, Request

from library.finding.queries import SearchIsAway
from library.searches import queries
from library.searches.forms import NewSearchForm, SearchForm
from library.searches.models import Letters, SavedSearch
from rmtc.accounts.actors import Actor
from rmtc.accounts.signin import SignedIn
from rmtc.db import ReadSession
from rmtc.errors import NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.search.index import IndexDamaged
from rmtc.web.forms import Bound, bind
from rmtc.web.requests import Reads


def own_search(session: Reads, actor: SignedIn, search_id: int) -> SavedSearch:
    """A search of one's own."""
    search = queries.search_of(session, actor.id, search_id)
    if search is None:
        raise NotFound(_("There is no such search among yours."))
    return search


OwnSearch = Annotated[SavedSearch, Depends(own_search)]
TypedNew = Annotated[Bound[NewSearchForm], Depends(bind(NewSearchForm))]
TypedSearch = Annotated[Bound[SearchForm], Depends(bind(SearchForm))]


def found_now(request: Request, session: Reads, actor: SignedIn, form: TypedNew) -> list[int]:
    """What a search to be kept finds now, where letters are wanted; read before anything is written."""
    return _found(request, session, actor, form, form.checked.query if form.checked else "")


def found_again(request: Request, session: Reads, actor: SignedIn, form: TypedSearch, search: OwnSearch) -> list[int]:
    """What a kept search finds now, where letters are wanted."""
    return _found(request, session, actor, form, search.query)


FoundNow = Annotated[list[int], Depends(found_now)]
FoundAgain = Annotated[list[int], Depends(found_again)]


def _found(request: Request, session: ReadSession, actor: Actor, form: Bound[Any], query: str) -> list[int]:
    if form.checked is None or form.checked.letters is Letters.NEVER:
        return []
    try:
        return queries.matches(session, request.app.state.index, queries.asked_in(query), actor)
    except IndexDamaged as damaged:
        raise SearchIsAway(_("The search index is being built. Ask again in a minute.")) from damaged
