"""A file to download."""

from collections.abc import Sequence

from sqlalchemy import select

from courses.content.kinds.kind import Frozen, Kind, Render
from courses.content.models import Activity, CourseFile
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark


def _contents(session: ReadSession, activities: Sequence[Activity]) -> dict[tuple[int, str], str]:
    """What the files of these activities hold (SHA-256), by course and name."""
    here = CourseFile.course_id.in_({one.course_id for one in activities})
    names = CourseFile.name.in_({_name(one) for one in activities})
    wanted = select(CourseFile.course_id, CourseFile.name, CourseFile.sha256).where(here, names)
    return {(course_id, name): sha256 for course_id, name, sha256 in session.execute(wanted)} if activities else {}


def _name(activity: Activity) -> str:
    return str(activity.settings.get("file", ""))


def freeze(session: ReadSession, activities: Sequence[Activity], render: Render) -> dict[int, Frozen]:
    """Keep which content each name stood for on the day of publication."""
    found = _contents(session, activities)
    return {
        one.id: Frozen({"name": _name(one), "sha256": found.get((one.course_id, _name(one)), "")}, render(one.body))
        for one in activities
    }


def problems(session: ReadSession, activities: Sequence[Activity]) -> dict[int, str]:
    """The file must be among those of the course."""
    found = _contents(session, activities)
    said = _("“%(title)s” names no file of this course.")
    return {one.id: said % {"title": one.title} for one in activities if (one.course_id, _name(one)) not in found}


FILE = Kind("file", mark("File"), "paperclip", freeze, problems)
