"""Who may write the questions of a course: dependencies that load and authorise in one step."""

from typing import Annotated

from fastapi import Depends

from courses.catalogue.models import Course
from courses.questions.models import Question
from courses.questions.queries import course_by_slug, question_in_course
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import RoleName
from rmtc.accounts.signin import SignedIn
from rmtc.errors import NotAllowed, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.requests import Reads


def writes(actor: Actor, course: Course) -> bool:
    """Say whether a person may write the material of a course: its trainers and authors, managers."""
    is_manager = actor.has(RoleName.MANAGER) or actor.has(RoleName.ADMIN)
    own = {(RoleName.TRAINER, "course", course.id), (RoleName.AUTHOR, "course", course.id)}
    return is_manager or bool(own & actor.grants)


def refuse(actor: Actor) -> NotFound | NotAllowed:
    """What to raise for a person who may not: colleagues may know that the course is there."""
    if actor.has_any(RoleName.TRAINER, RoleName.AUTHOR, RoleName.REVIEWER):
        return NotAllowed(_("Only the trainers and authors of this course can do this."))
    return NotFound()


def course_to_write(slug: str, session: Reads, actor: SignedIn) -> Course:
    """A course for those who write its material."""
    course = course_by_slug(session, slug)
    if course is None:
        raise NotFound
    if not writes(actor, course):
        raise refuse(actor)
    return course


CourseToWrite = Annotated[Course, Depends(course_to_write)]


def question_to_write(question_id: int, session: Reads, course: CourseToWrite) -> Question:
    """A question of such a course."""
    question = question_in_course(session, course.id, question_id)
    if question is None:
        raise NotFound
    return question


QuestionToWrite = Annotated[Question, Depends(question_to_write)]
