"""Writing the question bank: a question is changed by giving it another version, and retired instead of deleted."""

from sqlalchemy import func, select

from courses.questions.forms import QuestionDraft
from courses.questions.models import Question, QuestionVersion
from courses.questions.queries import newest_versions
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import Refusal, SavedMeanwhile
from rmtc.i18n.texts import gettext as _


def add_question(session: WriteSession, course_id: int, draft: QuestionDraft, *, by: Actor | None) -> Question:
    """Put a question into the bank of a course."""
    question = Question(course_id=course_id, created_at=now())
    session.add(question)
    session.flush()
    _add_version(session, question, draft, by)
    return question


def edit_question(
    session: WriteSession, question: Question, draft: QuestionDraft, *, by: Actor | None, seen: str = ""
) -> QuestionVersion:
    """Give a question another version; where nothing differs, the newest one stays. Attempts keep theirs.

    `seen` is the number of the version that was seen and changed (empty: whichever); SavedMeanwhile when there is a
    newer one.
    """
    session.refresh(question, with_for_update=True)
    if question.retired_at is not None:
        raise Refusal(_("This question is retired. Bring it back before you change it."))
    current = newest_versions(session, [question.id])[question.id]
    if all(getattr(current, name) == value for name, value in draft.model_dump().items()):
        return current
    if seen not in {"", str(current.number)}:
        message = _("This has been saved anew since you opened it. Both texts are below: make one of them, then save.")
        raise SavedMeanwhile(message, str(current.number))
    return _add_version(session, question, draft, by)


def retire_question(session: WriteSession, question: Question, *, by: Actor) -> Question:
    """Take a question out of the bank; quizzes that ask it and attempts keep it."""
    if question.retired_at is None:
        question.retired_at = now()
        record(session, "question.retired", ("question", question.id), by=by.id)
    return question


def restore_question(session: WriteSession, question: Question, *, by: Actor) -> Question:
    """Bring a retired question back."""
    if question.retired_at is not None:
        question.retired_at = None
        record(session, "question.restored", ("question", question.id), by=by.id)
    return question


def _add_version(session: WriteSession, question: Question, draft: QuestionDraft, by: Actor | None) -> QuestionVersion:
    last = select(func.max(QuestionVersion.number)).where(QuestionVersion.question_id == question.id)
    number = (session.scalar(last) or 0) + 1
    person = (by.id or None) if by else None
    version = QuestionVersion(
        question_id=question.id, number=number, created_at=now(), created_by=person, **draft.model_dump()
    )
    session.add(version)
    session.flush()
    record(session, "question.written", ("question", question.id), by=person, version=version.id, number=number)
    return version
