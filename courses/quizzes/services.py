"""Writing a quiz: its settings, the questions it asks, their order and marks."""

from sqlalchemy import select

from courses.content.models import Activity
from courses.questions.models import Question
from courses.questions.queries import newest_versions
from courses.quizzes.design import design_quiz
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


def ensure_quiz(session: WriteSession, activity: Activity, *, by: Actor) -> Quiz:
    """The quiz of an activity, with the usual settings when it has none yet."""
    quiz = quiz_of(session, activity.id)
    return design_quiz(session, activity, USUAL, by=by) if quiz is None else quiz


def settings_of_quiz(quiz: Quiz) -> QuizSettings:
    """The settings of a quiz as its author has them now."""
    columns = {name: getattr(quiz, name) for name in QuizSettings.model_fields if name != "review"}
    return QuizSettings(**columns, review=Review.model_validate(quiz.review or {}))


def save_quiz(session: WriteSession, activity: Activity, form: QuizForm, *, by: Actor) -> Quiz:
    """Change the settings of a quiz; attempts and published editions keep theirs."""
    return design_quiz(session, activity, form.settings(), by=by)


def add_slots(session: WriteSession, activity: Activity, question_ids: list[int], *, by: Actor) -> Quiz:
    """Ask further questions of the course's bank, each once, at the end; they weigh what their versions say."""
    quiz = ensure_quiz(session, activity, by=by)
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
    record(session, "quiz.questions_added", ("activity", activity.id), by=by.id, questions=fresh)
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
