"""A quiz as an edition keeps it: its settings, and the newest version of each of its questions."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from courses.content.kinds.kind import Frozen, Kind, Render
from courses.content.models import Activity
from courses.questions.models import QuestionVersion
from courses.questions.queries import newest_versions
from courses.quizzes.models import Quiz
from courses.quizzes.settings import QuizSettings
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark

SETTINGS = ("intro", "time_limit", "attempts_allowed", "pass_mark", "shuffle", "opens_at", "closes_at", "review")


def _quizzes(session: ReadSession, activities: Sequence[Activity]) -> dict[int, Quiz]:
    here = Quiz.activity_id.in_({activity.id for activity in activities})
    found = session.scalars(select(Quiz).where(here).options(selectinload(Quiz.slots))) if activities else ()
    return {quiz.activity_id: quiz for quiz in found}


def freeze(session: ReadSession, activities: Sequence[Activity], render: Render) -> dict[int, Frozen]:
    """Keep the settings and which version of each question is asked."""
    quizzes = _quizzes(session, activities)
    versions = newest_versions(session, [slot.question_id for quiz in quizzes.values() for slot in quiz.slots])
    return {key: _freeze(quiz, versions, render) for key, quiz in quizzes.items()}


def _freeze(quiz: Quiz, versions: Mapping[int, QuestionVersion], render: Render) -> Frozen:
    settings = QuizSettings.model_validate({name: getattr(quiz, name) for name in SETTINGS})
    frozen = [{"question_version_id": versions[slot.question_id].id, "mark": slot.mark} for slot in quiz.slots]
    kept = settings.model_dump(mode="json")
    return Frozen({"settings": kept, "closes_at": kept["closes_at"], "slots": frozen}, render(quiz.intro))


def problems(session: ReadSession, activities: Sequence[Activity]) -> dict[int, str]:
    """A quiz without questions is not ready."""
    quizzes = _quizzes(session, activities)
    said = _("“%(title)s” has no questions yet.")
    return {
        one.id: said % {"title": one.title} for one in activities if one.id not in quizzes or not quizzes[one.id].slots
    }


QUIZ = Kind("quiz", mark("Quiz"), "list-checks", freeze, problems)
