"""Making a quiz: its settings and which questions it asks."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from courses.content.models import Activity
from courses.quizzes.models import Quiz, QuizSlot
from courses.quizzes.settings import QuizSettings
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.db import WriteSession


def design_quiz(session: WriteSession, activity: Activity, settings: QuizSettings, *, by: Actor) -> Quiz:
    """Set how a quiz activity is taken; the first call makes its quiz."""
    quiz = session.scalar(select(Quiz).where(Quiz.activity_id == activity.id))
    values = settings.model_dump() | {"review": settings.review.model_dump()}
    if quiz is None:
        quiz = Quiz(activity_id=activity.id, **values)
        session.add(quiz)
    for name, value in values.items():
        setattr(quiz, name, value)
    session.flush()
    record(session, "quiz.designed", ("course", activity.course_id), by=by.id, activity=activity.id)
    return quiz


def set_slots(session: WriteSession, quiz: Quiz, slots: Sequence[tuple[int, float]], *, by: Actor) -> None:
    """Set which questions a quiz asks, in order: pairs of the question's id and its marks."""
    session.execute(delete(QuizSlot).where(QuizSlot.quiz_id == quiz.id))
    for position, (question_id, mark) in enumerate(slots, start=1):
        session.add(QuizSlot(quiz_id=quiz.id, question_id=question_id, position=position, mark=mark))
    session.flush()
    record(session, "quiz.filled", ("quiz", quiz.id), by=by.id, slots=len(slots))
