"""The way to the accreditation records, for the home page."""

from courses.awards.access import may_read_records
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _
from rmtc.web.viewers import HomeCard


def records_cards(_session: ReadSession, actor: Actor) -> list[HomeCard]:
    """The records of runs, for those who review or keep them."""
    return (
        [
            HomeCard(
                _("Accreditation records"),
                _("Decisions, certificates and every run, to read and to verify"),
                "records.index",
                {},
                "scroll-text",
            )
        ]
        if may_read_records(actor)
        else []
    )
