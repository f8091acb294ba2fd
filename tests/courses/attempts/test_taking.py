"""A learner takes a quiz: with and without scripts, in time and too late."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from courses.attempts.jobs import expire
from courses.attempts.marking import replay_steps
from courses.attempts.queries import slots_of_attempt, standings_of
from courses.attempts.services import replayed_score
from courses.enrolment.models import Enrolment
from courses.grades.models import Grade
from courses.progress.models import ActivityProgress
from courses.quizzes.models import Attempt, AttemptState, AttemptStep
from rmtc.clock import now
from rmtc.site import Site
from tests.factories.courses import a_learner
from tests.factories.quizzes import LESSON, QUIZ, a_quiz, an_attempt, right_answers

JSON = {"accept": "application/json"}


@pytest.fixture
def quiz(session, cast):
    return a_quiz(session, cast.mira)


@pytest.fixture
def attempt(session, cast, quiz) -> Attempt:
    return an_attempt(session, quiz, cast.arta, cast.mira)[1]


def send(browser, attempt, position, answer, seq=1):
    path = f"/attempts/{attempt.id}/slots/{position}/steps"
    return browser.post(path, data={"answer": answer, "seq": seq, "slot": position}, headers=JSON)


def make_late(session, attempt, seconds=10) -> None:
    session.execute(update(Attempt).where(Attempt.id == attempt.id).values(due_at=now() - timedelta(seconds=seconds)))
    session.commit()


def steps(session, kind="answer") -> int:
    return session.scalar(select(func.count()).select_from(AttemptStep).where(AttemptStep.kind == kind))


def test_a_learner_goes_the_whole_way_without_scripts(browse, session, cast, quiz) -> None:
    enrolment = a_learner(session, quiz.run, cast.arta, cast.mira)
    browser = browse(cast.arta)
    page = browser.get(quiz.path)
    assert "Begin the quiz" in page.text
    assert "2 attempts left of 2" in page.text
    assert "20 minutes" in page.text

    page = browser.post(f"{quiz.path}/attempts")
    attempt = session.scalars(select(Attempt)).one()
    assert page.url.path == f"/attempts/{attempt.id}"
    for position, answer in right_answers(session, attempt).items():
        assert f"Question {position} of 5" in page.text
        go = "next" if position < 5 else "all"
        sent = {"answer": answer, "seq": 1, "slot": position, "go": go}
        page = browser.post(f"/attempts/{attempt.id}/slots/{position}/steps", data=sent)
    assert "You have answered 5 of 5 questions." in page.text

    page = browser.post(f"/attempts/{attempt.id}/submission")
    assert "10 of 10 marks, 100\u00a0%" in page.text
    assert "Passed" in page.text
    assert "The paragraph about short says it." in page.text
    assert f"/runs/{quiz.run.id}/activities/{LESSON}#s-who-is-counted-p-2" in page.text
    session.expire_all()
    assert session.get_one(Attempt, attempt.id).state is AttemptState.SUBMITTED
    progress = session.scalars(select(ActivityProgress).where(ActivityProgress.activity_id == QUIZ)).one()
    assert (progress.how, progress.done_at is None) == ("quiz", False)
    assert session.get_one(Enrolment, enrolment.id).done_count == 1
    assert session.scalars(select(Grade.value)).all() == [100.0]
    assert "Passed" in browser.get(quiz.path).text


def test_an_answer_is_acknowledged_and_shown_again(browse, session, cast, attempt) -> None:
    browser = browse(cast.arta)
    told = send(browser, attempt, 1, ["0"], seq=3).json()
    assert (told["slot"], told["seq"]) == (1, 3)
    assert told["saved_at"].endswith("+00:00")
    page = browser.get(f"/attempts/{attempt.id}?q=1").text
    assert 'data-saved-seq="3"' in page
    assert "Saved on the server at" in page
    assert 'value="0" checked' in page
    assert "Question 1, answered" in page


def test_the_same_answer_sent_twice_is_kept_once(browse, session, cast, attempt) -> None:
    browser = browse(cast.arta)
    first, again = send(browser, attempt, 1, ["1"]), send(browser, attempt, 1, ["1"])
    assert first.json() == again.json()
    assert steps(session) == 1


def test_two_windows_lose_nothing_and_the_last_answer_counts(browse, session, cast, attempt) -> None:
    one, other = browse(cast.arta), browse(cast.arta)
    assert send(one, attempt, 1, ["1"], seq=1).json()["seq"] == 1
    assert send(other, attempt, 1, ["0"], seq=1).json()["seq"] == 2
    assert send(other, attempt, 1, ["0"], seq=1).json()["seq"] == 2
    assert steps(session) == 2
    assert 'value="0" checked' in one.get(f"/attempts/{attempt.id}?q=1").text


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2), (2, 5, 5), (7, 0, 7)])
def test_a_page_shows_what_all_steps_add_up_to(browse, session, cast, attempt, order) -> None:
    browser = browse(cast.arta)
    answers = [right_answers(session, attempt)[1], "0", right_answers(session, attempt)[1]]
    for seq, answer in zip(order, answers, strict=True):
        assert send(browser, attempt, 1, answer, seq=seq).status_code == 200
    for _ in range(3):
        browser.post(f"/attempts/{attempt.id}/slots/2/steps", data={"answer": "", "seq": 1, "slot": 2, "go": "flag"})
    everything = {slot.position: replay_steps(slot.steps) for slot in slots_of_attempt(session, attempt.id)}
    assert everything[1].response and everything[2].is_flagged
    assert standings_of(session, attempt.id) == everything


def test_handing_in_twice_changes_nothing(browse, session, cast, attempt) -> None:
    browser = browse(cast.arta)
    send(browser, attempt, 1, ["0"])
    for _ in range(2):
        assert browser.post(f"/attempts/{attempt.id}/submission").status_code == 200
    assert steps(session, "submit") == 5
    assert session.scalar(select(func.count()).select_from(Grade)) == 1
    late = send(browser, attempt, 1, ["1"], seq=2)
    assert late.status_code == 409
    assert late.json()["detail"] == "This attempt was handed in already; its answers stay as they were."
    assert send(browser, attempt, 1, ["0"]).status_code == 200  # acknowledged before, acknowledged again


def test_replaying_the_steps_gives_the_score(browse, session, cast, attempt) -> None:
    browser = browse(cast.arta)
    for seq, answer in enumerate((["1"], ["0"], ["2"], ["0"]), 1):
        send(browser, attempt, 1, answer, seq)
    send(browser, attempt, 2, ["0"])
    send(browser, attempt, 5, ["Undocumented"])
    browser.post(f"/attempts/{attempt.id}/submission")
    session.expire_all()
    kept = session.get_one(Attempt, attempt.id)
    assert kept.score == 2 + 1 + 1
    assert replayed_score(session, attempt.id) == kept.score
    fractions = session.scalars(
        select(AttemptStep.fraction).where(AttemptStep.kind == "submit").order_by(AttemptStep.id)
    )
    assert list(fractions) == [1.0, 0.5, 0.0, 0.0, 0.5]


def test_an_answer_after_the_end_is_refused_and_the_server_hands_in(browse, session, cast, attempt) -> None:
    browser = browse(cast.arta)
    send(browser, attempt, 1, ["0"])
    make_late(session, attempt)
    late = send(browser, attempt, 1, ["1"], seq=2)
    assert late.status_code == 409
    assert late.json()["detail"] == "Time is over. The answers saved before that count."
    page = browser.get(f"/attempts/{attempt.id}")
    assert "Time was over, so the server handed in what you had answered" in page.text
    assert "2 of 10 marks" in page.text


def test_an_answer_on_its_way_when_time_ends_is_kept(browse, session, cast, attempt) -> None:
    make_late(session, attempt, seconds=2)
    assert send(browse(cast.arta), attempt, 1, ["0"]).status_code == 200


def test_the_letters_on_the_screen_come_along_when_handing_in(browse, session, cast, attempt) -> None:
    browser = browse(cast.arta)
    sent = {"answer": "irregular", "seq": 1, "slot": 5}
    assert "2 of 10 marks" in browser.post(f"/attempts/{attempt.id}/submission", data=sent).text


def test_the_job_hands_in_what_is_over_and_nothing_else(session, cast, quiz, attempt, settings, database) -> None:
    _, other = an_attempt(session, quiz, cast.stranger, cast.mira)
    make_late(session, attempt)
    for args in ({}, {}, {"attempt_id": attempt.id}, {"attempt_id": other.id}):
        expire(Site(settings, database), args)
    session.expire_all()
    assert session.get_one(Attempt, attempt.id).state is AttemptState.EXPIRED
    assert session.get_one(Attempt, other.id).state is AttemptState.OPEN


def test_attempts_are_counted_and_the_best_one_stays(browse, session, cast, quiz) -> None:
    a_learner(session, quiz.run, cast.arta, cast.mira)
    browser = browse(cast.arta)
    for answer in ("0", "1"):
        path = browser.post(f"{quiz.path}/attempts").url.path
        assert browser.post(f"{quiz.path}/attempts").url.path == path  # the open one goes on
        browser.post(f"{path}/slots/1/steps", data={"answer": answer, "seq": 1})
        browser.post(f"{path}/submission")
    assert session.scalars(select(Grade.value)).all() == [20.0]
    page = browser.get(quiz.path)
    assert "You have used all attempts at this quiz." in page.text
    refused = browser.post(f"{quiz.path}/attempts")
    assert refused.status_code == 409
    assert "You have used all attempts" in refused.text


def test_a_failed_quiz_completes_nothing(browse, session, cast, attempt) -> None:
    assert "Not passed yet" in browse(cast.arta).post(f"/attempts/{attempt.id}/submission").text
    assert session.scalar(select(ActivityProgress.done_at).where(ActivityProgress.activity_id == QUIZ)) is None
