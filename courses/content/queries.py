"""Reading what trainers have written."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import defer, joinedload

from courses.catalogue.models import Course, Edition, EditionActivity, EditionFile
from courses.content.models import Activity, ActivityDraft, ActivitySource, CourseFile, Section
from library.resources.models import Resource
from library.resources.policies import visible
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession
from rmtc.files.models import StoredFile


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


def contents_of(session: ReadSession, course_id: int) -> dict[str, str]:
    """What the files of a course hold now (SHA-256), by name."""
    return dict(
        session.execute(select(CourseFile.name, CourseFile.sha256).where(CourseFile.course_id == course_id)).all()
    )


def file_with(session: ReadSession, course_id: int, name: str, mark: str) -> StoredFile | None:
    """The content that a name among the files of a course stands for, or stood for in an edition.

    `mark` is the beginning of its SHA-256; without it, what the name stands for now.
    """
    here = StoredFile.sha256.startswith(mark, autoescape=True)
    now = select(CourseFile.sha256).where(CourseFile.course_id == course_id, CourseFile.name == name)
    then = select(EditionFile.sha256).join(Edition, Edition.id == EditionFile.edition_id)
    then = then.where(Edition.course_id == course_id, EditionFile.name == name)
    wanted = select(StoredFile).where(StoredFile.sha256.in_(now.union(then) if mark else now), here)
    return session.scalars(wanted.limit(1)).first()


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


def outline_of(session: ReadSession, course_id: int) -> list[tuple[Section, list[Activity]]]:
    """The sections of a course with their activities in order, without their texts: two queries."""
    here = Activity.course_id == course_id, Activity.removed_at.is_(None)
    wanted = select(Activity).where(*here).options(defer(Activity.body, raiseload=True))
    found: dict[int, list[Activity]] = defaultdict(list)
    for activity in session.scalars(wanted.order_by(Activity.section_id, Activity.position)):
        found[activity.section_id].append(activity)
    return [(section, found[section.id]) for section in sections_of(session, course_id)]


def removed_activities(session: ReadSession, course_id: int, most: int = 50) -> Sequence[Activity]:
    """What was removed from a course and may come back, the latest first."""
    here = Activity.course_id == course_id, Activity.removed_at.is_not(None)
    wanted = select(Activity).where(*here).options(defer(Activity.body, raiseload=True))
    return session.scalars(wanted.order_by(Activity.removed_at.desc()).limit(most)).all()


def counts_of(session: ReadSession, course_ids: Iterable[int]) -> dict[int, int]:
    """How many activities courses have now, by the course's id."""
    here = Activity.course_id.in_(set(course_ids)), Activity.removed_at.is_(None)
    wanted = select(Activity.course_id, func.count()).where(*here)
    return dict(session.execute(wanted.group_by(Activity.course_id)).all())


def section_with_course(session: ReadSession, section_id: int) -> Section | None:
    """A section with its course."""
    return session.scalar(select(Section).where(Section.id == section_id).options(joinedload(Section.course)))


def activity_with_course(session: ReadSession, activity_id: int) -> tuple[Activity, Course] | None:
    """An activity with its course; also one that was removed."""
    wanted = select(Activity, Course).join(Course, Course.id == Activity.course_id).where(Activity.id == activity_id)
    row = session.execute(wanted).one_or_none()
    return (row[0], row[1]) if row else None


def sources_of(session: ReadSession, activity_id: int) -> Sequence[ActivitySource]:
    """The sources of an activity in order."""
    wanted = select(ActivitySource).where(ActivitySource.activity_id == activity_id)
    return session.scalars(wanted.order_by(ActivitySource.position, ActivitySource.id)).all()


def files_of(course_id: int) -> Select[Any]:
    """The files of a course by name, for reading page by page."""
    wanted = select(CourseFile).where(CourseFile.course_id == course_id).options(joinedload(CourseFile.stored))
    return wanted.order_by(CourseFile.name)


def file_names(session: ReadSession, course_id: int) -> Sequence[str]:
    """The names of a course's files."""
    return session.scalars(
        select(CourseFile.name).where(CourseFile.course_id == course_id).order_by(CourseFile.name)
    ).all()


def draft_of(session: ReadSession, activity_id: int, person_id: int) -> ActivityDraft | None:
    """What somebody has typed into the editor of an activity and not saved."""
    here = ActivityDraft.activity_id == activity_id, ActivityDraft.person_id == person_id
    return session.scalar(select(ActivityDraft).where(*here))


def search_records(session: ReadSession, words: str, actor: Actor, most: int = 20) -> Sequence[Resource]:
    """The records that somebody may see whose title or key holds these words, by title."""
    wanted = select(Resource).where(visible(actor))
    for word in words.split()[:8]:
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        like = f"%{escaped}%"
        wanted = wanted.where(Resource.title.ilike(like, escape="\\") | Resource.key.ilike(like, escape="\\"))
    return session.scalars(wanted.order_by(Resource.title).limit(most)).all()


def record_to_name(session: ReadSession, resource_id: int, actor: Actor) -> Resource | None:
    """A record that somebody may send learners to, because they may see it themselves."""
    return session.scalar(select(Resource).where(Resource.id == resource_id, visible(actor)))
