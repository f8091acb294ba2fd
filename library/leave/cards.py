"""Requests that wait for an answer, for the home page."""

from library.collections.policies import works_in_collections
from library.leave.queries import count_waiting
from library.resources.policies import is_staff
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import ngettext
from rmtc.web.viewers import HomeCard


def leave_cards(session: ReadSession, actor: Actor) -> list[HomeCard]:
    """How many people wait for somebody's answer."""
    answers = is_staff(actor) or works_in_collections(session, actor)
    count = count_waiting(session, actor) if answers else 0
    if not count:
        return []
    text = ngettext("%(count)s person waits for an answer", "%(count)s people wait for an answer", count)
    return [HomeCard(_("Requests to read"), text % {"count": count}, "leave.requests", {}, "lock")]
