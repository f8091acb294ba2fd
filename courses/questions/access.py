"""Questions for those who may write them: a dependency that loads and authorises in one step."""

from typing import Annotated

from fastapi import Depends

from courses.catalogue.access import CourseToEdit
from courses.questions.models import Question
from courses.questions.queries import question_in_course
from rmtc.errors import NotFound
from rmtc.web.requests import Reads


def question_to_write(question_id: int, session: Reads, course: CourseToEdit) -> Question:
    """A question of a course for those who write its material."""
    question = question_in_course(session, course.id, question_id)
    if question is None:
        raise NotFound
    return question


QuestionToWrite = Annotated[Question, Depends(question_to_write)]
