"""Reading what trainers have written."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from courses.catalogue.models import Course, Edition, EditionActivity
from courses.content.models import Activity, ActivitySource, CourseFile, Section
from rmtc.db import ReadSession


def sections_of(session: ReadSession, course_id: int) -> Sequence[Section]:
    """The sections of a course in order."""
    return session.scalars(select(Section).where(Section.course_id == course_id).order_by(Section.position)).all()


def activities_by_section(session: ReadSession, course_id: int) -> dict[int, list[Activity]]:
    """The activities of a course that are not removed, in order, by section."""
    found: dict[int, list[Activity]] = defaultdict(list)
    here = Activity.course_id == course_id, Activity.removed_at.is_(None)
    for activity in session.scalars(select(Activity).where(*here).order_by(Activity.section_id, Activity.position)):
        found[activity.section_id].append(activity)
    return dict(found)


def sources_by_activity(session: ReadSession, course_id: int) -> dict[int, list[ActivitySource]]:
    """The sources of a course's activities, in order, with their records."""
    found: dict[int, list[ActivitySource]] = defaultdict(list)
    wanted = (
        select(ActivitySource)
        .join(Activity, Activity.id == ActivitySource.activity_id)
        .where(Activity.course_id == course_id)
        .options(joinedload(ActivitySource.resource))
        .order_by(ActivitySource.activity_id, ActivitySource.position)
    )
    for source in session.scalars(wanted):
        found[source.activity_id].append(source)
    return dict(found)


def course_file(session: ReadSession, course_id: int, name: str) -> CourseFile | None:
    """The file of a course with this name."""
    here = CourseFile.course_id == course_id, CourseFile.name == name
    return session.scalar(select(CourseFile).where(*here).options(joinedload(CourseFile.stored)))


def newest_edition(session: ReadSession, course: Course) -> Edition | None:
    """The edition that was published last."""
    mine = select(Edition).where(Edition.course_id == course.id)
    return session.scalar(mine.order_by(Edition.number.desc()).limit(1))


def activities_of_edition(session: ReadSession, edition_id: int) -> Sequence[EditionActivity]:
    """What was published, in order."""
    mine = select(EditionActivity).where(EditionActivity.edition_id == edition_id)
    return session.scalars(mine.order_by(EditionActivity.position)).all()


def next_position(session: ReadSession, model: type[Section | Activity], owner: int) -> int:
    """Where a new section of a course, or a new activity of a section, goes."""
    column = Section.course_id if model is Section else Activity.section_id
    return (session.scalar(select(func.max(model.position)).where(column == owner)) or 0) + 1
