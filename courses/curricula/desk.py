"""What waits for those who write, read and approve curricula, for the home page."""

from sqlalchemy import func, select

from courses.curricula.models import CurriculumVersion, VersionState
from courses.curricula.policies import may_approve, may_read
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import ngettext
from rmtc.web.viewers import HomeCard


def curricula_cards(session: ReadSession, actor: Actor) -> list[HomeCard]:
    """How many versions are being written, or wait for the one who approves them."""
    if not may_read(actor):
        return []
    wanted = VersionState.IN_REVIEW if may_approve(actor) else VersionState.DRAFT
    count = session.scalar(select(func.count()).where(CurriculumVersion.state == wanted)) or 0
    if not count:
        text = _("Nothing waits") if may_approve(actor) else ""
    elif may_approve(actor):
        text = ngettext("%(count)s version waits for approval", "%(count)s versions wait for approval", count)
    else:
        text = ngettext("%(count)s version is being written", "%(count)s versions are being written", count)
    return [HomeCard(_("Curricula"), text % {"count": count}, "curricula.list", {}, "list-checks")]
