"""What opens by itself, and what is forgotten."""

from typing import Any

from library.leave.services import forget_old_requests, open_files_due
from rmtc.clock import today
from rmtc.site import Site


def open_files(site: Site, _args: dict[str, Any]) -> None:
    """Lift the embargoes that have ended: readers were let in at midnight, now search and harvesters learn of it."""
    with site.database.writing() as session:
        open_files_due(session, today())


def forget_requests(site: Site, _args: dict[str, Any]) -> None:
    """Let go of old requests."""
    with site.database.writing() as session:
        forget_old_requests(session)
