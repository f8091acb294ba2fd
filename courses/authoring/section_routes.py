"""Sections of a course: adding, renaming, moving, removing and bringing back."""

from typing import Annotated

from fastapi import Depends, Response

from courses.authoring.access import SectionToEdit
from courses.authoring.routes import show_outline
from courses.catalogue.access import CourseToEdit
from courses.catalogue.models import Course
from courses.catalogue.queries import course_by_slug
from courses.content import services
from courses.content.forms import PlaceForm, SectionForm
from courses.content.models import Section
from courses.content.moving import move_section
from courses.curricula.queries import whole_version
from rmtc.accounts.signin import SignedIn
from rmtc.db import ReadSession
from rmtc.errors import Refusal
from rmtc.i18n.texts import gettext as _
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/teach")
TypedSection = Annotated[Bound[SectionForm], Depends(bind(SectionForm))]
TypedPlace = Annotated[Bound[PlaceForm], Depends(bind(PlaceForm))]


@router.post("/courses/{slug}/sections", name="authoring.add_section")
def add_section(page: Answer, actor: SignedIn, course: CourseToEdit, session: Writes, form: TypedSection) -> Response:
    """Add a section at the end."""
    if form.checked is None:
        again = course_by_slug(session, course.slug)
        assert again is not None
        return show_outline(page, session, again, form, 422, by=actor)
    section = services.add_section(session, course, form.checked, by=actor)
    return _back(page, course, section, _("The section is there."))


@router.get("/sections/{section_id}", name="authoring.section")
def show_section(page: Answer, session: Reads, section: SectionToEdit) -> Response:
    """The form of a section."""
    form = filled({name: getattr(section, name) for name in SectionForm.model_fields})
    return _section_page(page, session, section, section.course, form)


@router.post("/sections/{section_id}", name="authoring.edit_section")
def edit_section(
    page: Answer, actor: SignedIn, section: SectionToEdit, session: Writes, form: TypedSection
) -> Response:
    """Change a section."""
    course = session.get_one(Course, section.course_id)
    if form.checked is None:
        return _section_page(page, session, section, course, form, 422)
    services.edit_section(session, section, form.checked, by=actor)
    return _back(page, course, section, _("The section is saved."))


def _back(page: Page, course: Course, section: Section, flash: str = "") -> Response:
    query, anchor = {"section": section.id}, f"section-{section.id}"
    return page.redirect("authoring.course", slug=course.slug, query=query, anchor=anchor, flash=flash)


def _section_page(
    page: Page, session: ReadSession, section: Section, course: Course, form: Bound[SectionForm], status: int = 200
) -> Response:
    version = whole_version(session, course.curriculum_version_id) if course.curriculum_version_id else None
    return page.render(
        "courses/authoring/section.html", status, section=section, course=course, version=version, form=form
    )


@router.post("/sections/{section_id}/place", name="authoring.move_section")
def place_section(page: Answer, actor: SignedIn, section: SectionToEdit, session: Writes, form: TypedPlace) -> Response:
    """Move a section."""
    if form.checked is None:
        raise Refusal(_("This is not a place in the course."))
    move_section(session, section, form.checked, by=actor)
    course = session.get_one(Course, section.course_id)
    return _back(page, course, section)


@router.post("/sections/{section_id}/removal", name="authoring.remove_section")
def remove_section(page: Answer, actor: SignedIn, section: SectionToEdit, session: Writes) -> Response:
    """Remove an empty section."""
    course = session.get_one(Course, section.course_id)
    services.remove_section(session, section, by=actor)
    return page.redirect("authoring.course", slug=course.slug, flash=_("The section is removed."))
