"""Background work of quizzes: handing in attempts whose time is over."""

from typing import Any

from courses.attempts.queries import overdue_ids
from courses.attempts.services import GRACE, expire_attempt
from rmtc.clock import now
from rmtc.site import Site


def expire(site: Site, args: dict[str, Any]) -> None:
    """Hand in one attempt, or all that are overdue, each in a transaction of its own."""
    ids = [int(args["attempt_id"])] if "attempt_id" in args else []
    if not ids:
        with site.database.reading() as session:
            ids = overdue_ids(session, now() - GRACE)
    for attempt_id in ids:
        with site.database.writing() as session:
            expire_attempt(session, attempt_id)
