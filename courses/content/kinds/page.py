"""A page: a lesson written in Markdown."""

from collections.abc import Callable

from courses.content.kinds.kind import Frozen, Kind
from courses.content.models import Activity
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark


def freeze(_session: ReadSession, activity: Activity, render: Callable[[str], str]) -> Frozen:
    """Keep the text as HTML."""
    return Frozen({}, render(activity.body))


def problems(_session: ReadSession, activity: Activity) -> list[str]:
    """A page without a text is not ready."""
    return [] if activity.body.strip() else [_("“%(title)s” has no text yet.") % {"title": activity.title}]


PAGE = Kind("page", mark("Lesson"), "file-text", freeze, problems)
