"""The collections somebody keeps, for the home page."""

from library.collections.policies import works_in_collections
from library.resources.policies import is_staff
from library.shelves.queries import kept_ids
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import ngettext
from rmtc.web.viewers import HomeCard


def shelf_cards(session: ReadSession, actor: Actor) -> list[HomeCard]:
    """How many collections somebody keeps who is no librarian."""
    keeps = not is_staff(actor) and works_in_collections(session, actor)
    count = len(kept_ids(session, actor)) if keeps else 0
    if not count:
        return []
    text = ngettext("%(count)s collection to keep", "%(count)s collections to keep", count) % {"count": count}
    return [HomeCard(_("Your collections"), text, "shelves.desk", {}, "library")]
