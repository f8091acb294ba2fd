"""A reading list: records of the library in order, each with the pages to read, required or not."""

from collections.abc import Sequence

from sqlalchemy import func, select

from courses.content.kinds.kind import Frozen, Kind, Render
from courses.content.models import Activity, ActivitySource
from library.resources.models import Resource, ResourceState
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark


def freeze(_session: ReadSession, activities: Sequence[Activity], render: Render) -> dict[int, Frozen]:
    """Keep the words above the list; its items are the activity's sources, which every edition keeps."""
    return {activity.id: Frozen({}, render(activity.body)) for activity in activities}


def problems(session: ReadSession, activities: Sequence[Activity]) -> dict[int, str]:
    """A list names something, and nothing that the library no longer shows."""
    ids = [one.id for one in activities]
    named = (
        select(ActivitySource.activity_id, func.count(), func.count(Resource.id))
        .outerjoin(Resource, (Resource.id == ActivitySource.resource_id) & (Resource.state == ResourceState.PUBLISHED))
        .where(ActivitySource.activity_id.in_(ids))
        .group_by(ActivitySource.activity_id)
    )
    counts = {activity_id: (items, shown) for activity_id, items, shown in session.execute(named)} if ids else {}
    found = {}
    for one in activities:
        items, shown = counts.get(one.id, (0, 0))
        if not items:
            found[one.id] = _("“%(title)s” lists nothing to read yet.") % {"title": one.title}
        elif shown < items:
            found[one.id] = _("“%(title)s” lists a document that the library no longer shows.") % {"title": one.title}
    return found


READINGS = Kind("readings", mark("Reading list"), "list-checks", freeze, problems)
