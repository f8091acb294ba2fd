"""Writing a quiz: its settings, the questions it asks, their order and marks; and its picture for an edition."""

from typing import Any

from sqlalchemy import func, select

from courses.content.models import Activity
from courses.questions.models import Question
from courses.questions.queries import newest_versions
from courses.quizzes.forms import MarksForm, QuizForm
from courses.quizzes.models import Quiz, QuizSlot
from courses.quizzes.settings import QuizSettings, Review
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.db import ReadSession, WriteSession
from rmtc.errors import FieldRefusal, NotFound, Refusal
from rmtc.i18n.texts import gettext as _

MOST_SLOTS = 200
USUAL = QuizSettings()


def quiz_of(session: ReadSession, activity_id: int) -> Quiz | None:
    """The quiz of an activity, without its slots."""
    return session.scalar(select(Quiz).where(Quiz.activity_id == activity_id))


def slots_of_quiz(session: ReadSession, quiz_id: int) -> list[QuizSlot]:
    """The slots of a quiz in order."""
    wanted = select(QuizSlot).where(QuizSlot.quiz_id == quiz_id).order_by(QuizSlot.position, QuizSlot.id)
    return list(session.scalars(wanted))


def ensure_quiz(session: WriteSession, activity: Activity) -> Quiz:
    """The quiz of an activity, with the usual settings when it has none yet."""
    quiz = quiz_of(session, activity.id)
    if quiz is None:
        quiz = Quiz(activity_id=activity.id, **_columns(USUAL))
        session.add(quiz)
        session.flush()
    return quiz


def _columns(settings: QuizSettings) -> dict[str, Any]:
    return settings.model_dump(exclude={"review"}) | {"review": settings.review.model_dump(mode="json")}


def settings_of_quiz(quiz: Quiz) -> QuizSettings:
    """The settings of a quiz as its author has them now."""
    columns = {name: getattr(quiz, name) for name in QuizSettings.model_fields if name != "review"}
    return QuizSettings(**columns, review=Review.model_validate(quiz.review or {}))


def save_quiz(session: WriteSession, activity: Activity, form: QuizForm, *, by: Actor | None) -> Quiz:
    """Change the settings of a quiz; attempts and published editions keep theirs."""
    quiz = ensure_quiz(session, activity)
    for name, value in _columns(form.settings()).items():
        setattr(quiz, name, value)
    record(session, "quiz.edited", ("activity", activity.id), by=by.id if by else None)
    return quiz


def add_slots(session: WriteSession, activity: Activity, question_ids: list[int], *, by: Actor | None) -> Quiz:
    """Ask further questions of the course's bank, each once, at the end; they weigh what their versions say."""
    quiz = ensure_quiz(session, activity)
    here = Question.course_id == activity.course_id, Question.retired_at.is_(None)
    known = set(session.scalars(select(Question.id).where(*here, Question.id.in_(question_ids))))
    present = slots_of_quiz(session, quiz.id)
    asked = {slot.question_id for slot in present}
    fresh = [number for number in dict.fromkeys(question_ids) if number in known - asked]
    if not fresh:
        raise FieldRefusal("question", _("Choose at least one question that the quiz does not ask yet."))
    if len(present) + len(fresh) > MOST_SLOTS:
        raise FieldRefusal("question", _("A quiz asks at most %(number)s questions.") % {"number": MOST_SLOTS})
    versions = newest_versions(session, fresh)
    for place, number in enumerate(fresh, len(present) + 1):
        session.add(QuizSlot(quiz_id=quiz.id, question_id=number, position=place, mark=versions[number].mark))
    session.flush()
    record(session, "quiz.questions_added", ("activity", activity.id), by=by.id if by else None, questions=fresh)
    return quiz


def move_slot(session: WriteSession, activity: Activity, slot_id: int, to: int, *, by: Actor) -> None:
    """Put a slot at another place, counted from 1; the others make room."""
    slots, slot = _found(session, activity, slot_id)
    slots.remove(slot)
    slots.insert(min(max(to, 1), len(slots) + 1) - 1, slot)
    _number(slots)
    record(session, "quiz.reordered", ("activity", activity.id), by=by.id, question=slot.question_id, to=slot.position)


def remove_slot(session: WriteSession, activity: Activity, slot_id: int, *, by: Actor) -> None:
    """Ask a question no more; it stays in the bank."""
    slots, slot = _found(session, activity, slot_id)
    slots.remove(slot)
    session.delete(slot)
    _number(slots)
    record(session, "quiz.question_removed", ("activity", activity.id), by=by.id, question=slot.question_id)


def save_marks(session: WriteSession, activity: Activity, form: MarksForm, *, by: Actor) -> None:
    """Weigh the questions anew."""
    quiz = quiz_of(session, activity.id)
    slots = {slot.id: slot for slot in slots_of_quiz(session, quiz.id)} if quiz else {}
    if len(form.slot) != len(form.mark) or not set(form.slot) <= set(slots):
        raise Refusal(_("The quiz was changed meanwhile. Load the page again."))
    for slot_id, mark in zip(form.slot, form.mark, strict=True):
        slots[slot_id].mark = mark
    record(
        session,
        "quiz.weighed",
        ("activity", activity.id),
        by=by.id,
        marks=dict(zip(map(str, form.slot), form.mark, strict=True)),
    )


def _found(session: WriteSession, activity: Activity, slot_id: int) -> tuple[list[QuizSlot], QuizSlot]:
    quiz = quiz_of(session, activity.id)
    slots = slots_of_quiz(session, quiz.id) if quiz else []
    slot = next((one for one in slots if one.id == slot_id), None)
    if slot is None:
        raise NotFound
    return slots, slot


def _number(slots: list[QuizSlot]) -> None:
    for position, slot in enumerate(slots, 1):
        slot.position = position


def snapshot_quiz(session: ReadSession, activity: Activity) -> dict[str, Any]:
    """A quiz as an edition keeps it: settings, and the newest version of each question with its mark.

    `closes_at` stands beside the settings too, where lists of dates look for it.
    """
    quiz = quiz_of(session, activity.id)
    if quiz is None:
        return {"settings": USUAL.model_dump(mode="json"), "slots": [], "closes_at": None}
    slots = slots_of_quiz(session, quiz.id)
    versions = newest_versions(session, [slot.question_id for slot in slots])
    settings = settings_of_quiz(quiz).model_dump(mode="json")
    asked = [{"question_version_id": versions[slot.question_id].id, "mark": slot.mark} for slot in slots]
    return {"settings": settings, "slots": asked, "closes_at": settings["closes_at"]}


def question_count(session: ReadSession, activity_id: int) -> int:
    """How many questions a quiz asks; a quiz without any cannot be published."""
    wanted = select(func.count()).select_from(QuizSlot).join(Quiz, Quiz.id == QuizSlot.quiz_id)
    return session.scalar(wanted.where(Quiz.activity_id == activity_id)) or 0
