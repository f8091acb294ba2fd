"""The runs whose learners a document of the library can be opened to."""

from sqlalchemy import select

from courses.catalogue.models import Course
from courses.runs.models import CourseRun
from courses.runs.queries import today
from rmtc.db import ReadSession


def run_readers(session: ReadSession) -> list[tuple[str, str]]:
    """Runs that have not ended, by course, title and code."""
    rows = select(CourseRun.id, Course.title, CourseRun.title, CourseRun.code).join(
        Course, Course.id == CourseRun.course_id
    )
    found = session.execute(rows.where(CourseRun.ends >= today()).order_by(Course.title, CourseRun.starts))
    return [(f"run:{number}", f"{course}: {title} ({code})") for number, course, title, code in found]
