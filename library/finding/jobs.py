"""Background work of the index."""

from typing import Any

from library.finding.indexing import bring_up_to_date, index_of
from rmtc.site import Site


def index(site: Site, _args: dict[str, Any]) -> None:
    """Bring the index up to date with whatever has been committed."""
    bring_up_to_date(site.database, index_of(site.settings))
