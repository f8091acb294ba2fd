"""The reminders, once a day."""

from typing import Any

from library.coverage.reminders import due, remind
from rmtc.clock import today
from rmtc.site import Site


def send_reminders(site: Site, _args: dict[str, Any]) -> None:
    """Announce the plans that end: each reminder in a transaction of its own, so that none is sent twice."""
    day = today()
    with site.database.reading() as session:
        waiting = [(plan.id, days) for plan, days in due(session, day)]
    for plan_id, days in waiting:
        with site.database.writing() as session:
            remind(session, plan_id, days, day, site_url=site.settings.site_url, key=site.settings.key())
