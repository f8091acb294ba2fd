"""A kept search in words, for people."""

from collections.abc import Mapping, Sequence

from library.finding import facets
from library.finding.documents import COLLECTION, SUBJECT
from library.finding.forms import Asked
from library.searches.models import Letters, SavedSearch
from library.searches.queries import asked_in
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _


def in_words(session: ReadSession, searches: Sequence[SavedSearch], language: str) -> Mapping[int, str]:
    """What each search asks, by its id."""
    asked = {one.id: asked_in(one.query) for one in searches}
    shelves, topics = (
        {key for one in asked.values() for key in one.chosen.get(name, ())} for name in (COLLECTION, SUBJECT)
    )
    names = facets.called(session, language, shelves, topics)
    return {number: one_in_words(each, names) for number, each in asked.items()}


def one_in_words(asked: Asked, names: facets.Names) -> str:
    """A question in a line: its words, then what narrows it."""
    said = [_("“%(text)s”") % {"text": asked.text}] if asked.text else []
    said += [one.text for one in facets.filters(asked, names)]
    said += [_("with related words")] if asked.with_related else []
    return " · ".join(said) or _("Everything")


def letters_in_words() -> dict[str, str]:
    """How often letters come, by name."""
    return {Letters.NEVER: _("Never"), Letters.DAILY: _("Daily"), Letters.WEEKLY: _("Weekly")}
