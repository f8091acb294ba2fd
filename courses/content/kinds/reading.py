"""A reading: something to read in the library, and what to look for."""

from collections.abc import Callable

from courses.content.kinds.kind import Frozen, Kind
from courses.content.models import Activity
from library.resources.models import Resource, ResourceState
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark


def freeze(_session: ReadSession, activity: Activity, render: Callable[[str], str]) -> Frozen:
    """Keep the record's number, the pages and the task."""
    settings = activity.settings
    content = {
        "resource_id": settings.get("resource_id"),
        "pages": settings.get("pages", ""),
        "page": settings.get("page", 0),
        "task": activity.body,
    }
    return Frozen(content, render(activity.body))


def problems(session: ReadSession, activity: Activity) -> list[str]:
    """The record must be there and not withdrawn."""
    found = session.get(Resource, activity.settings.get("resource_id") or 0)
    if found is not None and found.state is ResourceState.PUBLISHED:
        return []
    return [_("“%(title)s” names no record that the library shows.") % {"title": activity.title}]


READING = Kind("reading", mark("Library reading"), "book-open", freeze, problems)
