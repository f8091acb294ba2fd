"""Background work of the index."""

from typing import Any

from library.finding.indexing import bring_up_to_date, index_of, rebuild
from rmtc.search.index import IndexDamaged
from rmtc.site import Site


def index(site: Site, _args: dict[str, Any]) -> None:
    """Bring the index up to date with whatever has been committed."""
    bring_up_to_date(site.database, index_of(site.settings))


def tidy_index(site: Site, _args: dict[str, Any]) -> None:
    """Merge the segments of the index at a quiet hour; a damaged one is built anew first."""
    index = index_of(site.settings)
    try:
        index.verify()
    except IndexDamaged:
        rebuild(site.database, index)
    bring_up_to_date(site.database, index)
    index.tidy()
