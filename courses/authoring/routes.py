"""The desk of trainers: my courses, a new course, the facts of a course, its outline."""

from typing import Annotated, Any

from fastapi import Depends, Response

from courses.authoring.words import course_states, kind_words
from courses.catalogue import services as catalogue
from courses.catalogue.access import CourseBeginner, CourseToEdit, Teacher
from courses.catalogue.forms import CourseForm
from courses.catalogue.models import Course
from courses.catalogue.policies import may_begin, may_open_runs, sees_runs
from courses.catalogue.queries import courses_of, newest_edition, newest_editions
from courses.content.forms import SectionForm
from courses.content.outlines import outline_shown
from courses.content.queries import counts_of, removed_activities
from courses.curricula.queries import versions_to_teach, whole_version
from rmtc.accounts.actors import Actor
from rmtc.accounts.signin import SignedIn
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal
from rmtc.i18n.languages import LANGUAGES
from rmtc.i18n.texts import gettext as _
from rmtc.paging import read_page
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/teach")
TypedCourse = Annotated[Bound[CourseForm], Depends(bind(CourseForm))]


@router.get("", name="authoring.courses")
def list_courses(page: Answer, actor: Teacher, session: Reads, number: int = 1) -> Response:
    """The courses somebody writes; managers see all."""
    found = read_page(session, courses_of(actor), number)
    courses = [row[0] for row in found.rows]
    ids = [course.id for course in courses]
    return page.render(
        "courses/authoring/courses.html",
        courses=courses,
        found=found,
        editions=newest_editions(session, ids),
        counts=counts_of(session, ids),
        states=course_states(),
        may_begin=may_begin(actor),
        sees_runs=sees_runs(actor),
    )


@router.get("/courses/new", name="authoring.new_course")
def show_new_course(page: Answer, _actor: CourseBeginner, session: Reads, curriculum: int | None = None) -> Response:
    """The form for a new course, perhaps from a curriculum version."""
    version = whole_version(session, curriculum) if curriculum else None
    values: dict[str, Any] = {"language": "en"}
    if version is not None:
        values |= {"curriculum_version_id": version.id, "title": version.title, "language": version.language}
    return _facts_page(page, session, None, filled(values))


@router.post("/courses", name="authoring.add_course")
def add_course(page: Answer, actor: CourseBeginner, session: Writes, form: TypedCourse) -> Response:
    """Begin a course."""
    if form.checked is None:
        return _facts_page(page, session, None, form, 422)
    try:
        course = catalogue.add_course(session, form.checked, by=actor)
    except FieldRefusal as refusal:
        return _facts_page(page, session, None, form.refused(refusal), 422)
    return page.redirect(
        "authoring.course", slug=course.slug, flash=_("The course is there. Now add its first section.")
    )


@router.get("/courses/{slug}", name="authoring.course")
def show_course(
    page: Answer,
    session: Reads,
    actor: SignedIn,
    course: CourseToEdit,
    section: int = 0,
    activity: int = 0,
    number: int = 0,
) -> Response:
    """The outline of a course: sections and activities, each with what can be done; a long one by section."""
    return show_outline(page, session, course, Bound(), by=actor, section=section, activity=activity, number=number)


def show_outline(
    page: Page,
    session: ReadSession,
    course: Course,
    form: Bound[SectionForm],
    status: int = 200,
    *,
    by: Actor,
    section: int = 0,
    activity: int = 0,
    number: int = 0,
) -> Response:
    """The page with the outline, and the form for a further section."""
    version = whole_version(session, course.curriculum_version_id) if course.curriculum_version_id else None
    return page.render(
        "courses/authoring/course.html",
        status,
        course=course,
        version=version,
        outline=outline_shown(session, course.id, section=section, activity=activity, page=number),
        edition=newest_edition(session, course.id),
        form=form,
        kinds=kind_words(page),
        states=course_states(),
        removed=removed_activities(session, course.id),
        rooms=rooms(page),
        opens_runs=may_open_runs(by, course.id),
    )


def rooms(page: Page) -> frozenset[str]:
    """The routes that the site has: a page links to the rooms of other slices only where they are there."""
    return frozenset(page.request.app.state.urls.paths)


@router.get("/courses/{slug}/facts", name="authoring.facts")
def show_facts(page: Answer, session: Reads, course: CourseToEdit) -> Response:
    """The form with the facts of a course."""
    values = {name: getattr(course, name) for name in CourseForm.model_fields}
    return _facts_page(page, session, course, filled(values | {"proofread": "on" if course.proofread else ""}))


@router.post("/courses/{slug}/facts", name="authoring.edit_facts")
def edit_facts(page: Answer, actor: SignedIn, course: CourseToEdit, session: Writes, form: TypedCourse) -> Response:
    """Change what is said about a course."""
    if form.checked is None:
        return _facts_page(page, session, course, form, 422)
    try:
        catalogue.edit_course(session, course, form.checked, by=actor)
    except FieldRefusal as refusal:
        return _facts_page(page, session, course, form.refused(refusal), 422)
    return page.redirect("authoring.course", slug=course.slug, flash=_("The facts are saved."))


def _facts_page(
    page: Page, session: ReadSession, course: Course | None, form: Bound[CourseForm], status: int = 200
) -> Response:
    versions = [
        (version.id, f"{version.curriculum.code} {version.number}: {version.title}")
        for version in versions_to_teach(session)
    ]
    return page.render(
        "courses/authoring/facts.html",
        status,
        course=course,
        form=form,
        versions=versions,
        language_options=[(code, language.name) for code, language in LANGUAGES.items()],
    )
