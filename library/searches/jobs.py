"""The letters about kept searches, once a day."""

from typing import Any

from library.finding.indexing import index_of
from library.searches.letters import due_searches, write_letter
from library.searches.models import SavedSearch
from library.searches.queries import asked_in, keeper_of, matches
from rmtc.clock import now
from rmtc.site import Site


def tell_of_matches(site: Site, _args: dict[str, Any]) -> None:
    """Look through the searches that are due, each in a transaction of its own, so that nothing is told twice."""
    with site.database.reading() as session:
        waiting = due_searches(session, now())
    for search_id in waiting:
        _tell(site, search_id)


def _tell(site: Site, search_id: int) -> None:
    with site.database.reading() as session:
        search = session.get(SavedSearch, search_id)
        keeper = keeper_of(session, search) if search else None
        if search is None or keeper is None:
            return
        found = matches(session, index_of(site.settings), asked_in(search.query), keeper[1])
    with site.database.writing() as session:
        write_letter(session, search_id, found, site.settings.site_url, site.settings.key())
