"""Requests that wait, for the home page."""

from library.removals.queries import count_requests
from library.resources.policies import is_staff
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import ngettext
from rmtc.web.viewers import HomeCard


def removal_cards(session: ReadSession, actor: Actor) -> list[HomeCard]:
    """How many requests to take a document down wait for staff."""
    waiting = count_requests(session)[1] if is_staff(actor) else 0
    if not waiting:
        return []
    text = ngettext("%(num)d request waits for an answer", "%(num)d requests wait for an answer", waiting)
    return [HomeCard(_("Requests to take down"), text % {"num": waiting}, "removals.list", {}, "library")]
