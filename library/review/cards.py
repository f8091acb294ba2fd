"""Drafts that wait for somebody, and the drafts of those who may send files, for the home page."""

from library.collections.policies import works_in_collections
from library.resources.policies import is_staff
from library.review.queries import count_waiting
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import ngettext
from rmtc.web.viewers import HomeCard


def review_cards(session: ReadSession, actor: Actor) -> list[HomeCard]:
    """How many drafts wait for who asks; shown to those with a role in some collection."""
    if not is_staff(actor) and not works_in_collections(session, actor):
        return []
    count = count_waiting(session, actor)
    text = ngettext("%(num)d draft waits for your review", "%(num)d drafts wait for your review", count)
    cards = [HomeCard(_("Drafts and reviews"), text % {"num": count}, "review.list", {}, "library")] if count else []
    if not is_staff(actor):
        cards.append(HomeCard(_("Send files to the library"), _("Your deposits"), "deposit.list", {}, "library"))
        if not count:
            cards.append(HomeCard(_("Drafts and reviews"), _("Nothing waits"), "review.list", {}, "library"))
    return cards
