"""Reading courses as the public may."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import defer, joinedload

from courses.catalogue.models import Course, CourseState, Edition, EditionActivity
from courses.curricula.models import CurriculumVersion
from courses.curricula.queries import whole_version
from courses.runs.models import CourseRun, RunState
from rmtc.clock import today
from rmtc.db import ReadSession
from rmtc.paging import Paged, read_page

PER_PAGE = 15
"""Cards on a page of the catalogue: full rows at every width."""


@dataclass(frozen=True)
class Offered:
    """A course of the catalogue; `starts` holds the open runs, the nearest first."""

    course: Course
    version: CurriculumVersion | None
    runs: list[CourseRun]


@dataclass(frozen=True)
class Part:
    """A section of the newest edition: its title, its activities, and their minutes."""

    number: int
    title: str
    activities: list[EditionActivity]
    minutes: int


def offered(session: ReadSession, level: int | None = None, language: str = "") -> list[Offered]:
    """The published courses, by title; two queries."""
    return _with_runs(session, list(session.scalars(published(level, language))))


def catalogue_page(session: ReadSession, level: int | None, language: str, number: int) -> Paged[Offered]:
    """One page of the published courses, by title; three queries."""
    found = read_page(session, published(level, language), number, PER_PAGE)
    return Paged(_with_runs(session, [row[0] for row in found.rows]), found.total, found.page, found.pages)


def published(level: int | None, language: str) -> Select[Course]:
    """The published courses, by title, narrowed where asked."""
    wanted = select(Course).where(Course.state == CourseState.PUBLISHED).options(joinedload(Course.version))
    if level is not None:
        wanted = wanted.join(CurriculumVersion, CurriculumVersion.id == Course.curriculum_version_id)
        wanted = wanted.where(CurriculumVersion.level == level)
    if language:
        wanted = wanted.where(Course.language == language)
    return wanted.order_by(Course.title, Course.id)


def _with_runs(session: ReadSession, courses: list[Course]) -> list[Offered]:
    runs = open_runs(session, [course.id for course in courses])
    return [Offered(course, course.version, runs.get(course.id, [])) for course in courses]


def open_runs(session: ReadSession, course_ids: list[int]) -> dict[int, list[CourseRun]]:
    """The runs of courses that take learners, the nearest first."""
    found: dict[int, list[CourseRun]] = defaultdict(list)
    wanted = select(CourseRun).where(CourseRun.course_id.in_(course_ids), CourseRun.state == RunState.OPEN)
    for run in session.scalars(wanted.where(CourseRun.ends >= today()).order_by(CourseRun.starts, CourseRun.id)):
        found[run.course_id].append(run)
    return dict(found)


def choices(session: ReadSession) -> tuple[list[int], list[str]]:
    """The levels and the languages that published courses have."""
    here = Course.state == CourseState.PUBLISHED
    joined = select(CurriculumVersion.level).join(Course, Course.curriculum_version_id == CurriculumVersion.id)
    levels = session.scalars(joined.where(here).distinct().order_by(CurriculumVersion.level)).all()
    languages = session.scalars(select(Course.language).where(here).distinct().order_by(Course.language)).all()
    return list(levels), list(languages)


def published_course(session: ReadSession, slug: str) -> Course | None:
    """The published course with this name in its address."""
    return session.scalar(select(Course).where(Course.slug == slug, Course.state == CourseState.PUBLISHED))


def version_of(session: ReadSession, course: Course) -> CurriculumVersion | None:
    """The curriculum version a course delivers, with outcomes, modules and assessments."""
    return whole_version(session, course.curriculum_version_id) if course.curriculum_version_id else None


def contents(session: ReadSession, course: Course) -> list[Part]:
    """What the newest edition of a course holds, section by section, without its texts."""
    newest = select(func.max(Edition.id)).where(Edition.course_id == course.id).scalar_subquery()
    wanted = select(EditionActivity).where(EditionActivity.edition_id == newest).order_by(EditionActivity.position)
    wanted = wanted.options(defer(EditionActivity.html, raiseload=True), defer(EditionActivity.content, raiseload=True))
    parts: dict[int, list[EditionActivity]] = defaultdict(list)
    for activity in session.scalars(wanted):
        parts[activity.section_number].append(activity)
    return [
        Part(number, group[0].section_title, group, sum(one.minutes for one in group))
        for number, group in parts.items()
    ]
