"""Two windows, double clicks and the end of time against a real site: nothing doubled, nothing lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from sqlalchemy import func, select

from courses.attempts.queries import slots_of_attempt
from courses.attempts.services import replayed_score
from courses.grades.models import Grade
from courses.quizzes.models import Attempt, AttemptState, AttemptStep
from rmtc.accounts.models import Person
from rmtc.accounts.sessions import open_session
from rmtc.config import Settings
from tests.factories.courses import a_learner
from tests.factories.quizzes import TestQuiz, a_quiz
from tests.personas import Cast
from tests.slow.serving import Served

pytestmark = pytest.mark.slow

WINDOWS = 8


@pytest.fixture
def served(real_settings: Settings) -> Iterator[Served]:
    site = Served(real_settings)
    site.start()
    yield site
    site.close()


def learner(site: Served, name: str) -> tuple[TestQuiz, str]:
    with site.database.writing() as session:
        cast = Cast(session)
        person = cast.make(f"{name} Learner")
        quiz = a_quiz(session, cast.make(f"{name}boss Manager"), "short", attempts_allowed=0)
        a_learner(session, quiz.run, person, session.get_one(Person, person.id))
        token = open_session(session, person)
        session.commit()
    return quiz, token


def at_once(site: Served, token: str, sends: list[tuple[str, dict[str, object]]]) -> list[httpx2.Response]:
    def one(send: tuple[str, dict[str, object]]) -> httpx2.Response:
        path, data = send
        with site.client(token) as client:
            return client.post(path, data={"csrf_token": site.token, **data})

    with ThreadPoolExecutor(WINDOWS) as pool:
        return list(pool.map(one, sends))


def begun(site: Served, quiz: TestQuiz, token: str) -> int:
    answers = at_once(site, token, [(f"{quiz.path}/attempts", {})] * WINDOWS)
    assert {answer.status_code for answer in answers} == {303}
    addresses = {answer.headers["location"] for answer in answers}
    assert len(addresses) == 1  # every window goes on with the same attempt
    return int(addresses.pop().rsplit("/", 1)[1])


def test_many_windows_keep_every_answer(served: Served) -> None:
    quiz, token = learner(served, "Windows")
    attempt_id = begun(served, quiz, token)
    path = f"/attempts/{attempt_id}/slots/1/steps"
    answers = at_once(served, token, [(path, {"seq": 1, "answer": f"window {n}"}) for n in range(WINDOWS)])
    assert [answer.status_code for answer in answers] == [200] * WINDOWS
    assert sorted(answer.json()["seq"] for answer in answers) == list(range(1, WINDOWS + 1))
    again = at_once(served, token, [(path, {"seq": 1, "answer": "window 3"})] * WINDOWS)
    assert {answer.json()["seq"] for answer in again} == {answers[3].json()["seq"]}
    with served.database.reading() as session:
        [slot] = slots_of_attempt(session, attempt_id)
        assert len(slot.steps) == WINDOWS


def test_answers_racing_the_submission_count_or_are_refused(served: Served) -> None:
    quiz, token = learner(served, "Racing")
    attempt_id = begun(served, quiz, token)
    path, end = f"/attempts/{attempt_id}/slots/1/steps", f"/attempts/{attempt_id}/submission"
    sends: list[tuple[str, dict[str, object]]] = [(path, {"seq": n, "answer": f"irregular {n}"}) for n in range(1, 7)]
    answers = at_once(served, token, [*sends[:3], (end, {}), *sends[3:], (end, {})])
    steps = [answer for answer in answers if answer.request.url.path == path]
    assert {answer.status_code for answer in steps} <= {200, 409}
    acknowledged = {answer.json()["seq"] for answer in steps if answer.status_code == 200}
    with served.database.writing() as session:
        attempt = session.get_one(Attempt, attempt_id)
        kept = {step.seq for step in slots_of_attempt(session, attempt_id)[0].steps if step.kind == "answer"}
        assert kept == acknowledged
        assert attempt.state is AttemptState.SUBMITTED
        assert attempt.score == replayed_score(session, attempt_id) == (2.0 if kept else 0.0)
        ends = session.scalar(select(func.count()).select_from(AttemptStep).where(AttemptStep.kind == "submit"))
        assert ends == 1
        assert session.scalar(select(func.count()).where(Grade.attempt_id == attempt_id)) == 1
