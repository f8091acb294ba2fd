"""Courses for those who may see or write them: dependencies that load and authorise in one step."""

from typing import Annotated

from fastapi import Depends

from courses.catalogue.models import Course, CourseState
from courses.catalogue.policies import INSIDERS, may_begin, may_teach, may_write
from courses.catalogue.queries import course_by_slug
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import RoleName
from rmtc.accounts.signin import SignedIn, Visitor
from rmtc.errors import NotAllowed, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.requests import Reads


async def teacher(actor: SignedIn) -> Actor:
    """Somebody with a desk of their own: trainers, authors, managers."""
    if not may_teach(actor):
        raise NotAllowed(_("This desk is for trainers, authors and managers."))
    return actor


Teacher = Annotated[Actor, Depends(teacher)]


async def course_beginner(actor: SignedIn) -> Actor:
    """Somebody who may begin a course."""
    if not may_begin(actor):
        raise NotAllowed(_("Only authors and managers begin a course."))
    return actor


CourseBeginner = Annotated[Actor, Depends(course_beginner)]


def authorise_writing(actor: Actor, course_id: int | None) -> None:
    """Refuse whoever may not write a course (None: there is none); colleagues may know that it is there."""
    if course_id is None:
        raise NotFound(_("There is no such course."))
    if may_write(actor, course_id):
        return
    if actor.has_any(*INSIDERS):
        raise NotAllowed(_("Only the trainers and authors of this course can do this."))
    raise NotFound(_("There is no such course."))


def course_to_edit(slug: str, session: Reads, actor: SignedIn) -> Course:
    """A course for its trainers and authors, and for managers."""
    course = course_by_slug(session, slug)
    authorise_writing(actor, course.id if course else None)
    assert course is not None
    return course


CourseToEdit = Annotated[Course, Depends(course_to_edit)]


def course_to_see(slug: str, session: Reads, visitor: Visitor) -> Course:
    """A published course for everybody; a draft for those who write it and for reviewers."""
    course = course_by_slug(session, slug)
    if course is None:
        raise NotFound(_("There is no such course."))
    is_inside = visitor is not None and (may_write(visitor, course.id) or visitor.has(RoleName.REVIEWER))
    if course.state is not CourseState.PUBLISHED and not is_inside:
        raise NotFound(_("There is no such course."))
    return course


CourseToSee = Annotated[Course, Depends(course_to_see)]
