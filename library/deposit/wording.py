"""Where a sent file stands, in words."""

from typing import Final

from library.deposit.models import SendingState, SentFile
from rmtc.i18n.formats import size as size_in_words
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark

EMPTY, TOO_LARGE, FULL, TOO_MANY, LOST, ENDED, NO_PLACE, NO_ZIP = (
    "empty", "too_large", "full", "too_many", "lost", "ended", "no_place", "no_zip",
)  # fmt: skip

REASONS: Final = {
    EMPTY: mark("The file is empty."),
    TOO_LARGE: mark("The file is larger than %(limit)s, the most that is taken here."),
    FULL: mark("There is no room for this file on the site’s disk now. Please tell the Centre, and send it later."),
    TOO_MANY: mark("This deposit is full. Please begin another one for the rest."),
    LOST: mark("What had arrived was lost. Please send the file again."),
    ENDED: mark("The file never arrived completely, and what had arrived was deleted. Please send it again."),
    NO_PLACE: mark("The collection it was sent to is no longer there. Please send it to another one."),
    NO_ZIP: mark("Please choose a ZIP."),
}
"""Why a file was not taken, by code."""


def sending_sentence(sent: SentFile, limit: int) -> str:
    """Where a file stands that is not a draft yet, or did not become one; `limit` in bytes."""
    if sent.state is SendingState.ARRIVING:
        said = _("%(received)s of %(size)s have arrived. Choose the file again to go on.")
        return said % {"received": size_in_words(sent.received), "size": size_in_words(sent.size)}
    if sent.state is SendingState.ARRIVED:
        return _("The file has arrived and is being taken in.")
    if sent.package_id:
        return _("The package has arrived and is tried first; nothing is taken in before you say so.")
    if sent.state is SendingState.KNOWN:
        return _("The library holds this file already; nothing was added.")
    if sent.state is SendingState.REFUSED:
        text = _(REASONS[sent.reason])
        return text % {"limit": size_in_words(limit)} if "%(" in text else text
    return ""


def sending_name(sent: SentFile) -> str:
    """The same in a word."""
    if sent.package_id:
        return _("Package")
    names = {
        SendingState.ARRIVING: _("On its way"),
        SendingState.ARRIVED: _("Arrived"),
        SendingState.TAKEN: _("Draft"),
        SendingState.KNOWN: _("Already held"),
        SendingState.REFUSED: _("Not taken"),
    }
    return names[sent.state]
