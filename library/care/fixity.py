"""Checking the store: a share of it every day, all of it when told, and telling people of what is newly damaged."""

from collections.abc import Sequence
from typing import Final

from library.care.queries import keepers
from rmtc.audit.services import record
from rmtc.db import WriteSession
from rmtc.files.fixity import Look, check_files, forget_old_checks, known_damaged, longest_unseen, share_of_a_day
from rmtc.files.models import Fixity
from rmtc.files.store import open_store
from rmtc.i18n.languages import speaking
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark, ngettext
from rmtc.mail.services import post
from rmtc.site import Site

SUBJECT: Final = mark("Files of the Centre are damaged")
TEXT: Final = mark(
    "when the files of the Centre were read again, some were not what they should be. Please bring them back from a "
    "backup; until then their readers get a damaged file or none.\n\n%(many)s\n%(link)s"
)
GREETING: Final = mark("Dear %(name)s,")
CLOSING: Final = mark("Regional Migration Training Centre")


def check_share(site: Site) -> list[Look]:
    """Read the files whose turn it is; people are told once of each that is newly damaged."""
    with site.database.reading() as session:
        chosen = longest_unseen(session, share_of_a_day(session))
    return check_chosen(site, chosen)


def check_all(site: Site) -> list[Look]:
    """Read every file."""
    with site.database.reading() as session:
        chosen = longest_unseen(session)
    return check_chosen(site, chosen)


def check_chosen(site: Site, sha256s: Sequence[str]) -> list[Look]:
    """Read some files; returns what was found in each."""
    with site.database.reading() as session:
        before = known_damaged(session)
    looks = list(check_files(site.database, open_store(site.settings), sha256s))
    new = [one for one in looks if one.outcome is not Fixity.WHOLE and one.sha256 not in before]
    with site.database.writing() as session:
        forget_old_checks(session)
        if new:
            _tell(session, len(new), f"{site.settings.site_url}/desk/care")
    return looks


def _tell(session: WriteSession, many: int, link: str) -> None:
    record(session, "files.damaged", ("site", 0), by=None, files=many)
    for person in keepers(session):
        with speaking(person.language):
            said = ngettext("%(num)d file is damaged:", "%(num)d files are damaged:", many) % {"num": many}
            greeting, text = _(GREETING) % {"name": person.name}, _(TEXT) % {"many": said, "link": link}
            letter = "\n\n".join((greeting, text, _(CLOSING))) + "\n"
            post(session, to=person.email, subject=_(SUBJECT), text=letter, language=person.language)
