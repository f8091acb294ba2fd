"""Questions, quizzes and attempts for tests."""

from dataclasses import dataclass
from typing import Any

from courses.attempts.queries import activity_of_run, slots_of_attempt
from courses.attempts.services import start_attempt
from courses.catalogue.models import Course, Edition
from courses.enrolment.models import Enrolment
from courses.questions.forms import QuestionDraft
from courses.questions.models import Question
from courses.questions.queries import newest_versions
from courses.questions.services import add_question
from courses.quizzes.models import Attempt
from courses.runs.models import CourseRun
from rmtc.accounts.models import Person
from rmtc.db import WriteSession
from tests.factories.courses import a_course, a_handmade_edition, a_learner, a_run, as_actor

QUIZ = 7
LESSON = 5
DATA: dict[str, dict[str, Any]] = {
    "single": {
        "choices": [
            {"text": "The number of women among the users", "fraction": 1, "feedback": "Yes, the users."},
            {"text": "The number of returnees", "fraction": 0, "feedback": "No, that says nothing about women."},
            {"text": "The share of women", "fraction": 0},
        ],
        "see": {"activity_id": LESSON, "anchor": "s-who-is-counted-p-2", "words": "Who is counted"},
    },
    "multiple": {
        "choices": [
            {"text": "Age", "fraction": 0.5},
            {"text": "Sex", "fraction": 0.5},
            {"text": "Shoe size", "fraction": -1},
        ]
    },
    "true_false": {"answer": True, "feedback_false": "Read again."},
    "numerical": {"answers": [{"value": "5360", "tolerance": "0.5"}], "unit": "people"},
    "short": {"answers": [{"text": "irregular*", "fraction": 1}, {"text": "undocumented", "fraction": 0.5}]},
}
RIGHT = {
    "multiple": ["0", "1"],
    "single": ["0"],
    "true_false": ["true"],
    "numerical": ["5,360"],
    "short": ["Irregular"],
}
SETTINGS: dict[str, Any] = {"time_limit": 1200, "attempts_allowed": 2, "pass_mark": 60, "shuffle": False}


def a_draft(kind: str = "single", **changes: Any) -> QuestionDraft:
    """A question of a kind; its name says which."""
    facts = {"kind": kind, "name": f"About {kind}", "stem": f"What is *{kind}*?", "data": DATA[kind], "mark": 2.0}
    return QuestionDraft.model_validate(facts | {"feedback": f"The paragraph about {kind} says it."} | changes)


def a_question(session: WriteSession, course: Course, kind: str = "single", **changes: Any) -> Question:
    """A question in the bank of a course."""
    question = add_question(session, course.id, a_draft(kind, **changes), by=None)
    session.commit()
    return question


@dataclass
class TestQuiz:
    """A run whose edition has a lesson and a quiz."""

    __test__ = False

    course: Course
    edition: Edition
    run: CourseRun
    questions: list[Question]

    @property
    def path(self) -> str:
        """The page of the quiz."""
        return f"/runs/{self.run.id}/activities/{QUIZ}"


def a_quiz(session: WriteSession, by: Person, *kinds: str, **settings: Any) -> TestQuiz:
    """A run with a quiz that asks one question of each kind (or of these)."""
    course = a_course(session)
    questions = [a_question(session, course, kind) for kind in kinds or DATA]
    versions = newest_versions(session, [question.id for question in questions])
    slots = [{"question_version_id": versions[question.id].id, "mark": 2.0} for question in questions]
    content = {"settings": SETTINGS | settings, "slots": slots}
    edition = a_handmade_edition(
        session,
        course,
        {"activity_id": LESSON, "title": "Who is counted"},
        {"activity_id": QUIZ, "kind": "quiz", "title": "Data and gender", "content": content, "html": ""},
    )
    return TestQuiz(course, edition, a_run(session, edition, by), questions)


def an_attempt(session: WriteSession, quiz: TestQuiz, person: Person, by: Person) -> tuple[Enrolment, Attempt]:
    """A learner with an open attempt."""
    enrolment = a_learner(session, quiz.run, person, by)
    activity = activity_of_run(session, quiz.run, QUIZ)
    assert activity is not None
    attempt = start_attempt(session, enrolment, quiz.run, activity, by=as_actor(person))
    session.commit()
    return enrolment, attempt


def right_answers(session: WriteSession, attempt: Attempt) -> dict[int, list[str]]:
    """What to send for each position to get everything right."""
    return {slot.position: RIGHT[slot.version.kind] for slot in slots_of_attempt(session, attempt.id)}
