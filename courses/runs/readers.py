"""The runs whose learners, and the courses whose trainers, a document of the library can be opened to."""

from typing import Final

from sqlalchemy import select

from courses.catalogue.models import Course, CourseState
from courses.runs.models import CourseRun
from rmtc.clock import today
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _

EVERY_RUN: Final = "runs"
"""The scope of a role that whoever learns in a run of a course holds for all of them, by the number of the course."""


def run_readers(session: ReadSession) -> list[tuple[str, str]]:
    """Runs that have not ended, by course, title and code."""
    rows = select(CourseRun.id, Course.title, CourseRun.title, CourseRun.code).join(
        Course, Course.id == CourseRun.course_id
    )
    found = session.execute(rows.where(CourseRun.ends >= today()).order_by(Course.title, CourseRun.starts))
    return [(f"run:{number}", f"{course}: {title} ({code})") for number, course, title, code in found]


def every_run_readers(session: ReadSession) -> list[tuple[str, str]]:
    """Courses that were not taken out of the catalogue: those who learn in any of their runs are meant."""
    rows = select(Course.id, Course.title, Course.slug).where(Course.state != CourseState.RETIRED)
    found = session.execute(rows.order_by(Course.title, Course.id))
    return [
        (
            f"{EVERY_RUN}:{number}",
            _("Every run of %(title)s, also later ones (%(slug)s)") % {"title": title, "slug": slug},
        )
        for number, title, slug in found
    ]


def course_readers(session: ReadSession) -> list[tuple[str, str]]:
    """Courses that were not taken out of the catalogue, by title: their trainers and authors are meant."""
    rows = select(Course.id, Course.title, Course.slug).where(Course.state != CourseState.RETIRED)
    found = session.execute(rows.order_by(Course.title, Course.id))
    return [
        (f"course:{number}", _("Trainers of %(title)s (%(slug)s)") % {"title": title, "slug": slug})
        for number, title, slug in found
    ]
