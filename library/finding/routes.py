"""The library's front door: search, facets, results."""

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from library.finding import facets as narrowing
from library.finding.cards import facts_of
from library.finding.forms import LONGEST_QUERY, Asked
from library.finding.markup import marked
from library.finding.queries import find
from library.finding.related import knows_related, related_words
from library.resources.policies import access_keys
from library.resources.queries import count_visible
from library.usage.noticing import note_search
from library.wording import level_names
from rmtc.accounts.signin import Visitor
from rmtc.i18n import languages
from rmtc.search.index import IndexDamaged
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads
from rmtc.web.routing import Router

router = Router()


@router.get("/library", name="library.search")
def show_library(page: Answer, request: Request, visitor: Visitor, session: Reads) -> Response:
    """Search, or look through what there is; every address of this form gives a page."""
    asked = Asked.read(request.query_params.multi_items())
    language = languages.current()
    expand = related_words(session, asked.text)
    try:
        results = find(session, request.app.state.index, asked, visitor, language, expand)
    except IndexDamaged:
        is_empty = count_visible(session, visitor) == 0
        return page.render(
            "library/search.html", 200 if is_empty else 503, asked=asked, results=None, is_empty=is_empty
        )
    note_search(request, visitor, asked.text, found=bool(results.total))
    called = narrowing.names(session, language, results)
    return page.render(
        "library/search.html",
        asked=results.asked,
        results=results,
        is_empty=not (results.total or asked.text or asked.is_narrowed),
        facets=narrowing.facets(results, called),
        filters=narrowing.filters(results.asked, called),
        marked=marked,
        facts_of=facts_of,
        kind_name=called["kind"],
        level_names=level_names(),
        has_related=not asked.with_related and knows_related(asked.text, expand),
    )


@router.get("/library/suggestions", name="library.suggestions")
def suggest(request: Request, visitor: Visitor, q: str = "") -> JSONResponse:
    """How what is being typed may go on, from what the asker may see."""
    try:
        found = request.app.state.index.completions(q[:LONGEST_QUERY], access_keys(visitor))
    except IndexDamaged:
        found = ()
    return JSONResponse({"suggestions": list(found)}, headers={"cache-control": "private, max-age=60"})
