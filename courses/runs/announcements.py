"""What the public pages say of courses and runs."""

from typing import Any

from sqlalchemy import bindparam, select

from courses.catalogue.models import Course, CourseState
from courses.curricula.models import CurriculumVersion
from courses.runs.models import CourseRun, RunState
from courses.runs.places import told
from rmtc.clock import today
from rmtc.db import ReadSession, rows
from rmtc.front.panels import Coming, CourseCard
from rmtc.i18n.formats import day, number
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import ngettext

MOST = 60
"""Runs looked at for the home page."""

OPEN = (
    select(
        Course.id,
        Course.slug,
        Course.title,
        Course.summary,
        Course.language,
        CourseRun.starts,
        CurriculumVersion.level,
        CurriculumVersion.level_status,
        CurriculumVersion.ects,
        CurriculumVersion.hours_per_credit,
    )
    .join(CourseRun, CourseRun.course_id == Course.id)
    .outerjoin(CurriculumVersion, CurriculumVersion.id == Course.curriculum_version_id)
    .where(Course.state == CourseState.PUBLISHED, CourseRun.state == RunState.OPEN)
    .where(CourseRun.ends >= bindparam("today"))
    .order_by(CourseRun.starts, CourseRun.id)
    .limit(MOST)
)
"""What a card says of each course with a run that takes learners."""

COMING = (
    select(CourseRun.starts, CourseRun.ends, CourseRun.title, CourseRun.place, CourseRun.language, Course.slug)
    .join(Course, Course.id == CourseRun.course_id)
    .where(Course.state == CourseState.PUBLISHED, CourseRun.state == RunState.OPEN)
    .where(CourseRun.starts >= bindparam("today"))
    .order_by(CourseRun.starts, CourseRun.id)
    .limit(25)
)
"""Open runs that have not begun."""


def open_courses(session: ReadSession, language: str) -> list[CourseCard]:
    """A card for each course with a run that takes learners, the nearest run first; one query."""
    cards: dict[int, CourseCard] = {}
    for row in rows(session, OPEN, {"today": today()}):
        if row.id in cards:
            continue
        cards[row.id] = CourseCard(
            title=row.title,
            url=f"/courses/{row.slug}",
            summary=row.summary,
            lang="" if row.language == language else row.language,
            level=row.level or 0,
            status=str(row.level_status or ""),
            facts=_facts(row),
        )
    return list(cards.values())


def _facts(row: Any) -> tuple[tuple[str, str], ...]:
    if row.level is None:
        return ((day(row.starts), ""),)
    hours = round(row.ects * row.hours_per_credit)
    return (number(row.ects), _("ECTS")), (number(hours), ngettext("hour", "hours", hours))


def coming_runs(session: ReadSession, language: str) -> list[Coming]:
    """Open runs that have not begun; one query."""
    return [
        Coming(
            starts=row.starts,
            title=row.title,
            url=f"/courses/{row.slug}",
            detail=told(row.place),
            lang="" if row.language == language else row.language,
            ends=row.ends,
            tag=_("Course run"),
        )
        for row in rows(session, COMING, {"today": today()})
    ]


def course_addresses(session: ReadSession) -> list[str]:
    """The paths of the courses the public may read about."""
    shown = select(Course.slug).where(Course.state == CourseState.PUBLISHED).order_by(Course.slug)
    return [f"/courses/{slug}" for slug in session.scalars(shown)]
