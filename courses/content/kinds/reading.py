"""A reading: something to read in the library, and what to look for."""

from collections.abc import Sequence

from sqlalchemy import select

from courses.content.kinds.kind import Frozen, Kind, Render
from courses.content.models import Activity
from library.resources.models import Resource, ResourceState
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark


def freeze(_session: ReadSession, activities: Sequence[Activity], render: Render) -> dict[int, Frozen]:
    """Keep the record's number, the pages and the task."""
    return {activity.id: _freeze(activity, render) for activity in activities}


def _freeze(activity: Activity, render: Render) -> Frozen:
    settings = activity.settings
    content = {
        "resource_id": settings.get("resource_id"),
        "pages": settings.get("pages", ""),
        "page": settings.get("page", 0),
        "task": activity.body,
    }
    return Frozen(content, render(activity.body))


def problems(session: ReadSession, activities: Sequence[Activity]) -> dict[int, str]:
    """The record must be there and not withdrawn."""
    wanted = {one.settings.get("resource_id") for one in activities} - {None}
    shown = select(Resource.id).where(Resource.id.in_(wanted), Resource.state == ResourceState.PUBLISHED)
    known = set(session.scalars(shown)) if wanted else set()
    said = _("“%(title)s” names no record that the library shows.")
    return {one.id: said % {"title": one.title} for one in activities if one.settings.get("resource_id") not in known}


READING = Kind("reading", mark("Library reading"), "book-open", freeze, problems)
