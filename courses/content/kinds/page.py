"""A page: a lesson written in Markdown."""

from collections.abc import Sequence

from courses.content.kinds.kind import Frozen, Kind, Render
from courses.content.models import Activity
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark


def freeze(_session: ReadSession, activities: Sequence[Activity], render: Render) -> dict[int, Frozen]:
    """Keep the texts as HTML."""
    return {activity.id: Frozen({}, render(activity.body)) for activity in activities}


def problems(_session: ReadSession, activities: Sequence[Activity]) -> dict[int, str]:
    """A page without a text is not ready."""
    said = _("“%(title)s” has no text yet.")
    return {one.id: said % {"title": one.title} for one in activities if not one.body.strip()}


PAGE = Kind("page", mark("Lesson"), "file-text", freeze, problems)
