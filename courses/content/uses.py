"""Which courses point at a library record."""

from sqlalchemy import or_, select

from courses.catalogue.models import Course, CourseState
from courses.content.models import Activity, ActivitySource
from library.reading.uses import Use
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession


def courses_using(session: ReadSession, resource_id: int, _actor: Actor | None) -> list[Use]:
    """The published courses with a lesson that names the record as a source, or has it read."""
    sourced = select(ActivitySource.activity_id).where(ActivitySource.resource_id == resource_id)
    read = Activity.settings["resource_id"].as_integer() == resource_id
    wanted = (
        select(Course.slug, Course.title, Course.language)
        .join(Activity, Activity.course_id == Course.id)
        .where(Course.state == CourseState.PUBLISHED, Activity.removed_at.is_(None))
        .where(or_(Activity.id.in_(sourced), read))
        .distinct()
        .order_by(Course.title)
    )
    return [Use(title, f"/courses/{slug}", language) for slug, title, language in session.execute(wanted)]
