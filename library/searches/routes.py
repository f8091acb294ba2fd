"""One's own kept searches."""

from typing import Any

from fastapi import Request, Response

from library.finding.forms import LONGEST_QUERY
from library.searches import queries, services
from library.searches.access import FoundAgain, FoundNow, OwnSearch, TypedNew, TypedSearch
from library.searches.models import SavedSearch
from library.searches.tokens import token_of
from library.searches.words import in_words, letters_in_words
from rmtc.accounts.signin import SignedIn
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal
from rmtc.i18n import languages
from rmtc.i18n.texts import gettext as _
from rmtc.web.forms import Bound, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/library/searches")


@router.get("", name="searches.list")
def show_searches(page: Answer, session: Reads, actor: SignedIn, number: int = 1) -> Response:
    """One's searches."""
    found = queries.searches_of(session, actor.id, number)
    return page.render(
        "library/searches/list.html",
        found=found,
        words=in_words(session, found.rows, languages.current()),
        letters=letters_in_words(),
    )


@router.get("/new", name="searches.new")
def show_form(page: Answer, request: Request, session: Reads, _actor: SignedIn) -> Response:
    """The form to keep the search in the address."""
    asked = queries.asked_in(request.url.query)
    named = asked.text[:LONGEST_QUERY][:120]
    return _new(page, session, filled({"name": named, "query": queries.query_of(asked), "letters": "never"}))


@router.post("", name="searches.add")
def add_search(page: Answer, actor: SignedIn, form: TypedNew, found: FoundNow, session: Writes) -> Response:
    """Keep a search."""
    if form.checked is None:
        return _new(page, session, form, 422)
    try:
        services.save_search(session, form.checked, found, by=actor)
    except FieldRefusal as refusal:
        session.rollback()
        return _new(page, session, form.refused(refusal), 422)
    return page.redirect("searches.list", flash=_("The search is kept."))


@router.get("/{search_id:int}", name="searches.search")
def show_search(page: Answer, session: Reads, search: OwnSearch) -> Response:
    """A search: its name, its letters, its feeds."""
    return _one(page, session, search, filled({"name": search.name, "letters": search.letters}))


@router.post("/{search_id:int}", name="searches.edit")
def edit_search(
    page: Answer, _search: OwnSearch, search_id: int, form: TypedSearch, found: FoundAgain, session: Writes
) -> Response:
    """Rename a search, or change how often it is written about."""
    search = session.get_one(SavedSearch, search_id)
    if form.checked is None:
        return _one(page, session, search, form, 422)
    services.edit_search(session, search, form.checked, found)
    return page.redirect("searches.list", flash=_("The search is changed."))


@router.post("/{search_id:int}/feed-address", name="searches.renew_feed")
def renew_feed(page: Answer, _search: OwnSearch, session: Writes, search_id: int) -> Response:
    """Give the personal feed a new address."""
    services.renew_feed(session.get_one(SavedSearch, search_id))
    return page.redirect(
        "searches.search",
        search_id=search_id,
        anchor="feeds",
        flash=_("Your feed has a new address; the old one no longer answers."),
    )


@router.post("/{search_id:int}/removal", name="searches.delete")
def delete_search(page: Answer, _search: OwnSearch, session: Writes, search_id: int) -> Response:
    """Forget a search."""
    services.delete_search(session, session.get_one(SavedSearch, search_id))
    return page.redirect("searches.list", flash=_("The search is deleted."))


def _new(page: Page, session: ReadSession, form: Bound[Any], status: int = 200) -> Response:
    asked = SavedSearch(id=0, query=str(form.typed.get("query", "")))
    words = in_words(session, [asked], languages.current())[0]
    return page.render("library/searches/new.html", status, form=form, words=words, letters=letters_in_words())


def _one(page: Page, session: ReadSession, search: SavedSearch, form: Bound[Any], status: int = 200) -> Response:
    state = page.request.app.state
    site = state.settings.site_url
    token = token_of(state.key, search, "feed")
    parameters = queries.asked_in(search.query).parameters()
    return page.render(
        "library/searches/search.html",
        status,
        form=form,
        search=search,
        words=in_words(session, [search], languages.current())[search.id],
        letters=letters_in_words(),
        public_feed=site + page.url("feeds.atom", query=parameters | {"sort": ""}),
        own_feed=site + page.url("searches.feed", token=token),
    )
