"""Reading the question bank."""

from collections.abc import Iterable

from sqlalchemy import Select, and_, func, select

from courses.content.models import Activity
from courses.questions.models import Question, QuestionVersion
from rmtc.db import ReadSession


def newest() -> Select[Question, QuestionVersion]:
    """Questions, each with its newest version."""
    latest = select(func.max(QuestionVersion.number)).where(QuestionVersion.question_id == Question.id)
    here = QuestionVersion.number == latest.correlate(Question).scalar_subquery()
    return select(Question, QuestionVersion).join(
        QuestionVersion, and_(QuestionVersion.question_id == Question.id, here)
    )


def bank_of(
    course_id: int, words: str = "", kind: str = "", *, retired: bool = False
) -> Select[Question, QuestionVersion]:
    """The questions of a course by name, each with its newest version, for reading page by page."""
    wanted = newest().where(Question.course_id == course_id).order_by(QuestionVersion.name, Question.id)
    wanted = wanted.where(Question.retired_at.is_not(None) if retired else Question.retired_at.is_(None))
    if words:
        escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        likeness = f"%{escaped}%"
        wanted = wanted.where(
            QuestionVersion.name.ilike(likeness, escape="\\") | QuestionVersion.stem.ilike(likeness, escape="\\")
        )
    return wanted.where(QuestionVersion.kind == kind) if kind else wanted


def newest_versions(session: ReadSession, question_ids: Iterable[int]) -> dict[int, QuestionVersion]:
    """The newest version of each of these questions, by the question's id."""
    wanted = newest().where(Question.id.in_(set(question_ids)))
    return {question.id: version for question, version in session.execute(wanted)}


def question_in_course(session: ReadSession, course_id: int, question_id: int) -> Question | None:
    """A question by its id, if it is in the bank of this course."""
    return session.scalar(select(Question).where(Question.course_id == course_id, Question.id == question_id))


def versions_of(session: ReadSession, question_id: int) -> list[QuestionVersion]:
    """Every version of a question, the newest first."""
    wanted = select(QuestionVersion).where(QuestionVersion.question_id == question_id)
    return list(session.scalars(wanted.order_by(QuestionVersion.number.desc())))


def lessons_of(session: ReadSession, course_id: int) -> list[tuple[int, str]]:
    """The lessons of a course that a question may point to: id and title."""
    here = Activity.course_id == course_id, Activity.removed_at.is_(None), Activity.kind == "page"
    wanted = select(Activity.id, Activity.title).where(*here)
    return list(session.execute(wanted.order_by(Activity.section_id, Activity.position)))
