"""What waits for a librarian, for the home page."""

from sqlalchemy import func, select

from library.resources.models import FileState, ResourceFile
from library.resources.policies import is_staff
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import ngettext
from rmtc.web.viewers import HomeCard


def desk_cards(session: ReadSession, actor: Actor) -> list[HomeCard]:
    """How many files wait for somebody who keeps the library."""
    if not is_staff(actor):
        return []
    wanted = (FileState.NEEDS_REVIEW, FileState.QUARANTINED)
    count = session.scalar(select(func.count()).where(ResourceFile.state.in_(wanted))) or 0
    text = ngettext("%(count)s file needs a look", "%(count)s files need a look", count) % {"count": count}
    if not count:
        text = _("Nothing waits")
    return [HomeCard(_("The library’s desk"), text, "desk.queue", {}, "library")]
