"""Background work of the queue itself."""

from typing import Any

from rmtc.jobs import services
from rmtc.site import Site


def tidy(site: Site, _args: dict[str, Any]) -> None:
    """Delete what was done long ago."""
    with site.database.writing() as session:
        services.tidy(session)
