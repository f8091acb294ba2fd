"""What opens by itself."""

from typing import Any

from library.leave.services import open_files_due
from library.resources.policies import today
from rmtc.site import Site


def open_files(site: Site, _args: dict[str, Any]) -> None:
    """Lift the embargoes that have ended: readers were let in at midnight, now search and harvesters learn of it."""
    with site.database.writing() as session:
        open_files_due(session, today())
