"""What the public pages say of courses and runs."""

from sqlalchemy import select

from courses.catalogue.models import Course, CourseState
from courses.curricula.models import CurriculumVersion
from courses.runs.models import CourseRun, RunState
from courses.runs.queries import today
from rmtc.db import ReadSession
from rmtc.front.panels import Coming, CourseCard
from rmtc.i18n.formats import day, number
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import ngettext

MOST = 60
"""Runs looked at for the home page."""


def open_courses(session: ReadSession, language: str) -> list[CourseCard]:
    """A card for each course with a run that takes learners, the nearest run first; one query."""
    wanted = (
        select(Course, CurriculumVersion, CourseRun.starts)
        .join(CourseRun, CourseRun.course_id == Course.id)
        .outerjoin(CurriculumVersion, CurriculumVersion.id == Course.curriculum_version_id)
        .where(Course.state == CourseState.PUBLISHED, CourseRun.state == RunState.OPEN, CourseRun.ends >= today())
        .order_by(CourseRun.starts, CourseRun.id)
        .limit(MOST)
    )
    cards: dict[int, CourseCard] = {}
    for course, version, starts in session.execute(wanted):
        if course.id in cards:
            continue
        cards[course.id] = CourseCard(
            title=course.title,
            url=f"/courses/{course.slug}",
            summary=course.summary,
            lang="" if course.language == language else course.language,
            level=version.level if version else 0,
            status=str(version.level_status) if version else "",
            facts=_facts(version) or ((day(starts), ""),),
        )
    return list(cards.values())


def _facts(version: CurriculumVersion | None) -> tuple[tuple[str, str], ...]:
    if version is None:
        return ()
    hours = round(version.ects * version.hours_per_credit)
    return (number(version.ects), _("ECTS")), (number(hours), ngettext("hour", "hours", hours))


def coming_runs(session: ReadSession, language: str) -> list[Coming]:
    """Open runs that have not begun; one query."""
    wanted = (
        select(CourseRun, Course.slug)
        .join(Course, Course.id == CourseRun.course_id)
        .where(Course.state == CourseState.PUBLISHED, CourseRun.state == RunState.OPEN, CourseRun.starts >= today())
        .order_by(CourseRun.starts, CourseRun.id)
        .limit(5)
    )
    return [
        Coming(
            when=run.starts,
            title=run.title,
            url=f"/courses/{slug}",
            detail=run.where,
            lang="" if run.language == language else run.language,
        )
        for run, slug in session.execute(wanted)
    ]


def course_addresses(session: ReadSession) -> list[str]:
    """The paths of the courses the public may read about."""
    shown = select(Course.slug).where(Course.state == CourseState.PUBLISHED).order_by(Course.slug)
    return [f"/courses/{slug}" for slug in session.scalars(shown)]
