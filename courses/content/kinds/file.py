"""A file to download."""

from collections.abc import Callable

from sqlalchemy import select

from courses.content.kinds.kind import Frozen, Kind
from courses.content.models import Activity, CourseFile
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark


def _named(session: ReadSession, activity: Activity) -> CourseFile | None:
    name = activity.settings.get("file", "")
    here = CourseFile.course_id == activity.course_id, CourseFile.name == name
    return session.scalar(select(CourseFile).where(*here))


def freeze(session: ReadSession, activity: Activity, render: Callable[[str], str]) -> Frozen:
    """Keep which content the name stood for on the day of publication."""
    found = _named(session, activity)
    return Frozen({"name": found.name, "sha256": found.sha256} if found else {}, render(activity.body))


def problems(session: ReadSession, activity: Activity) -> list[str]:
    """The file must be among those of the course."""
    if _named(session, activity):
        return []
    return [_("“%(title)s” names no file of this course.") % {"title": activity.title}]


FILE = Kind("file", mark("File"), "paperclip", freeze, problems)
