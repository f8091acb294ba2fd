"""Programs read the results of a run as its trainers, managers and reviewers may."""

import pytest

from courses.attempts.services import submit_attempt
from rmtc.accounts.models import ApiToken, RoleName
from rmtc.accounts.sessions import hash_of
from rmtc.clock import now
from tests.factories.courses import a_learner, as_actor
from tests.factories.quizzes import QUIZ, a_quiz, an_attempt


@pytest.fixture
def quiz(session, cast):
    quiz = a_quiz(session, cast.mira, "single", "true_false")
    cast.give(cast.marko, RoleName.TRAINER, "run", quiz.run.id)
    return quiz


@pytest.fixture
def results(visitor, session, quiz):
    """Ask for the results with a token of somebody's."""

    def ask(person, query=""):
        token = f"token of {person.id}"
        session.add(ApiToken(token_hash=hash_of(token + query), person_id=person.id, name="-", created_at=now()))
        session.commit()
        headers = {"authorization": f"Bearer {token}{query}"}
        return visitor.get(f"/api/v1/runs/{quiz.run.id}/results{query}", headers=headers)

    return ask


def test_a_trainer_reads_marks_and_final_marks(results, session, cast, quiz) -> None:
    _enrolment, attempt = an_attempt(session, quiz, cast.arta, cast.mira)
    submit_attempt(session, attempt, by=as_actor(cast.arta))
    session.commit()
    answer = results(cast.marko).json()
    assert answer["run"]["code"] == quiz.run.code
    assert [one["key"] for one in answer["marked"]] == [f"activity-{QUIZ}"]
    (learner,) = answer["learners"]
    assert learner["name"] == "Arta Hoxha"
    assert learner["marks"][f"activity-{QUIZ}"]["value"] == learner["final"] == 0
    assert learner["passed"] is False


def test_learners_come_in_pages(results, session, cast, quiz) -> None:
    for number in range(3):
        a_learner(session, quiz.run, cast.make(f"Learner {number}", RoleName.LEARNER), cast.mira)
    answer = results(cast.marko, "?limit=2&page=2").json()
    assert (answer["total"], answer["pages"]) == (3, 2)
    assert [one["name"] for one in answer["learners"]] == ["Learner 2"]
    assert results(cast.marko, "?limit=2&page=3").json()["learners"] == []


def test_reviewers_and_managers_read_them_too(results, cast) -> None:
    assert results(cast.ivana).status_code == results(cast.mira).status_code == 200


def test_learners_of_the_run_may_not(results, session, cast, quiz) -> None:
    a_learner(session, quiz.run, cast.arta, cast.mira)
    assert results(cast.arta).status_code == 403


def test_strangers_learn_nothing(results, visitor, cast, quiz) -> None:
    assert results(cast.stranger).status_code == 404
    assert visitor.get(f"/api/v1/runs/{quiz.run.id}/results").status_code == 401
    assert visitor.get("/api/v1/runs/999999/results").status_code == 401


def test_the_cost_does_not_grow_with_the_learners(results, visitor, session, cast, quiz) -> None:
    for number in range(30):
        a_learner(session, quiz.run, cast.make(f"Learner {number}", RoleName.LEARNER), cast.mira)
    assert len(results(cast.marko, "?limit=100").json()["learners"]) == 30
    assert len(visitor.queries) <= 12
