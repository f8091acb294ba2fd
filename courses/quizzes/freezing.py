"""A quiz as an edition keeps it: its settings, and the newest version of each of its questions."""

from collections.abc import Callable

from sqlalchemy import select

from courses.content.kinds.kind import Frozen, Kind
from courses.content.models import Activity
from courses.questions.queries import newest_versions
from courses.quizzes.models import Quiz, QuizSlot
from courses.quizzes.settings import QuizSettings
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark

SETTINGS = ("intro", "time_limit", "attempts_allowed", "pass_mark", "shuffle", "opens_at", "closes_at", "review")


def _quiz(session: ReadSession, activity: Activity) -> tuple[Quiz | None, list[QuizSlot]]:
    quiz = session.scalar(select(Quiz).where(Quiz.activity_id == activity.id))
    if quiz is None:
        return None, []
    slots = session.scalars(select(QuizSlot).where(QuizSlot.quiz_id == quiz.id).order_by(QuizSlot.position))
    return quiz, list(slots)


def freeze(session: ReadSession, activity: Activity, render: Callable[[str], str]) -> Frozen:
    """Keep the settings and which version of each question is asked."""
    quiz, slots = _quiz(session, activity)
    if quiz is None:
        return Frozen()
    settings = QuizSettings.model_validate({name: getattr(quiz, name) for name in SETTINGS})
    versions = newest_versions(session, [slot.question_id for slot in slots])
    frozen = [{"question_version_id": versions[slot.question_id].id, "mark": slot.mark} for slot in slots]
    kept = settings.model_dump(mode="json")
    return Frozen({"settings": kept, "closes_at": kept["closes_at"], "slots": frozen}, render(quiz.intro))


def problems(session: ReadSession, activity: Activity) -> list[str]:
    """A quiz without questions is not ready."""
    _quiz_row, slots = _quiz(session, activity)
    return [] if slots else [_("“%(title)s” has no questions yet.") % {"title": activity.title}]


QUIZ = Kind("quiz", mark("Quiz"), "list-checks", freeze, problems)
