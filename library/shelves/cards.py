"""The collections somebody keeps, for the home page."""

from library.resources.policies import is_staff
from library.shelves.queries import kept_ids
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import ngettext
from rmtc.web.viewers import HomeCard


def shelf_cards(session: ReadSession, actor: Actor) -> list[HomeCard]:
    """How many collections somebody keeps who is no librarian."""
    count = 0 if is_staff(actor) else len(kept_ids(session, actor))
    if not count:
        return []
    text = ngettext("%(count)s collection to keep", "%(count)s collections to keep", count) % {"count": count}
    return [HomeCard(_("Your collections"), text, "shelves.desk", {}, "library")]
