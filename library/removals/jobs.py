"""Forgetting, in the background."""

from typing import Any

from library.removals import services
from rmtc.site import Site


def forget_askers(site: Site, _args: dict[str, Any]) -> None:
    """Forget who asked for documents to be taken down, a year after the answer."""
    with site.database.writing() as session:
        services.forget_askers(session)
