"""Who may take and see attempts, what review options show, what a page costs."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from courses.attempts.services import submit_attempt
from courses.quizzes.models import Attempt, AttemptSlot
from rmtc.accounts.models import RoleName
from rmtc.clock import now
from tests.factories.courses import a_learner, as_actor
from tests.factories.quizzes import a_quiz, an_attempt

JSON = {"accept": "application/json"}


def submitted(session, cast, quiz):
    _, attempt = an_attempt(session, quiz, cast.arta, cast.mira)
    submit_attempt(session, attempt, by=as_actor(cast.arta))
    session.commit()
    return attempt


def test_an_open_attempt_is_its_learners_alone(browse, visitor, session, cast) -> None:
    quiz = a_quiz(session, cast.mira, "single")
    _, attempt = an_attempt(session, quiz, cast.arta, cast.mira)
    cast.give(cast.marko, RoleName.TRAINER, "run", quiz.run.id)
    page, steps = f"/attempts/{attempt.id}", f"/attempts/{attempt.id}/slots/1/steps"
    assert visitor.get(page, follow_redirects=False).status_code == 303
    assert visitor.post(steps, headers=JSON).status_code == 401
    for person, status in ((cast.stranger, 404), (cast.elena, 404), (cast.marko, 403), (cast.ivana, 403)):
        browser = browse(person)
        assert browser.get(page).status_code == status, person.name
        for address in (steps, f"{page}/submission"):
            assert browser.post(address, data={"answer": "0", "seq": 1}).status_code == status, person.name
    arta = browse(cast.arta)
    for address in (steps, f"{page}/submission", f"{quiz.path}/attempts"):
        assert arta.post(address, data={"answer": "0"}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
        assert arta.post(address, data={"answer": "0", "csrf_token": "made up"}).status_code == 403
    assert arta.get("/attempts/999999").status_code == 404
    assert arta.post(f"{page}/slots/99/steps", data={"answer": "0", "seq": 1}, headers=JSON).status_code == 404


def test_nobody_begins_without_a_place_in_the_run(browse, visitor, session, cast) -> None:
    quiz = a_quiz(session, cast.mira, "single")
    assert visitor.post(f"{quiz.path}/attempts").status_code == 401
    assert browse(cast.stranger).post(f"{quiz.path}/attempts").status_code == 404
    assert browse(cast.mira).post(f"{quiz.path}/attempts").status_code == 403
    assert "no attempt can begin" in browse(cast.mira).get(quiz.path).text


def test_a_quiz_has_its_hours(browse, session, cast) -> None:
    hours = {"opens_at": (now() + timedelta(days=1)).isoformat()}
    early, late = (
        a_quiz(session, cast.mira, "single", **hours),
        a_quiz(session, cast.mira, "single", closes_at=(now() - timedelta(minutes=1)).isoformat()),
    )
    for quiz, sentence in ((early, "This quiz is not open yet."), (late, "This quiz is closed.")):
        a_learner(session, quiz.run, cast.arta, cast.mira)
        browser = browse(cast.arta)
        assert sentence in browser.get(quiz.path).text
        assert sentence in browser.post(f"{quiz.path}/attempts").text


@pytest.mark.parametrize("typed", [{"answer": "9", "seq": 1}, {"answer": "many", "seq": "x"}, {"seq": -1}])
def test_an_answer_that_makes_no_sense_is_refused_in_words(browse, session, cast, typed) -> None:
    _, attempt = an_attempt(session, a_quiz(session, cast.mira, "single"), cast.arta, cast.mira)
    answer = browse(cast.arta).post(f"/attempts/{attempt.id}/slots/1/steps", data=typed, headers=JSON)
    assert answer.status_code in {409, 422}
    assert answer.json()["detail"].startswith(("Please choose", "This answer"))


def test_a_number_that_is_none_comes_back_beside_its_field(browse, session, cast) -> None:
    _, attempt = an_attempt(session, a_quiz(session, cast.mira, "numerical"), cast.arta, cast.mira)
    typed = {"answer": "about forty", "seq": 1, "go": "next"}
    page = browse(cast.arta).post(f"/attempts/{attempt.id}/slots/1/steps", data=typed)
    assert page.status_code == 422
    assert 'value="about forty"' in page.text
    assert 'id="answer-error"' in page.text


def test_a_flag_is_set_and_taken_away(browse, session, cast) -> None:
    _, attempt = an_attempt(session, a_quiz(session, cast.mira, "single", "short"), cast.arta, cast.mira)
    browser = browse(cast.arta)
    for expected in (True, False):
        page = browser.post(f"/attempts/{attempt.id}/slots/2/steps", data={"go": "flag", "seq": 1})
        assert ("Question 2, flagged" in page.text) is expected


@pytest.mark.parametrize(
    ("review", "shown", "hidden"),
    [
        ({}, ["Right answer", "The paragraph about single says it.", "Not answered"], []),
        ({"right": False}, ["The paragraph about"], ["Right answer"]),
        ({"feedback": False, "marks": False}, ["Right answer"], ["The paragraph about", "Not answered"]),
        ({"when": "never"}, ["The questions of this quiz are not shown again."], ["What is", "Right answer"]),
        ({"when": "closed"}, ["until the quiz closes"], ["What is", "Right answer"]),
    ],
)
def test_review_options_hold(browse, session, cast, review, shown, hidden) -> None:
    quiz = a_quiz(session, cast.mira, "single", review={"when": "submitted", **review})
    attempt = submitted(session, cast, quiz)
    page = browse(cast.arta).get(f"/attempts/{attempt.id}").text
    assert [text for text in shown if text not in page] == []
    assert [text for text in hidden if text in page] == []
    assert "Right answer" in browse(cast.mira).get(f"/attempts/{attempt.id}").text
    assert browse(cast.ivana).get(f"/attempts/{attempt.id}").status_code == 200
    assert browse(cast.stranger).get(f"/attempts/{attempt.id}").status_code == 404


@pytest.mark.parametrize("count", [10, 200])
def test_pages_cost_the_same_however_many_questions(browse, session, cast, count) -> None:
    quiz = a_quiz(session, cast.mira, *["single", "multiple", "true_false", "numerical", "short"] * (count // 5))
    _, attempt = an_attempt(session, quiz, cast.arta, cast.mira)
    browser = browse(cast.arta)
    assert f"Question {count}" in browser.get(f"/attempts/{attempt.id}?q=all").text
    browser.get(quiz.path)  # that it was opened is noted once
    assert len(browser.queries) <= 12, browser.queries
    for address in (quiz.path, f"/attempts/{attempt.id}?q={count}", f"/attempts/{attempt.id}?q=all"):
        browser.get(address)
        assert len(browser.queries) <= 12, address
    data = {"answer": "0", "seq": 1}
    session.execute(update(AttemptSlot).where(AttemptSlot.attempt_id == attempt.id).values(mark=1))
    session.commit()
    browser.post(f"/attempts/{attempt.id}/slots/1/steps", data=data, headers=JSON)
    assert len(browser.queries) <= 8
    submit_attempt(session, session.get_one(Attempt, attempt.id), by=as_actor(cast.arta))
    session.commit()
    assert f"question-{min(count, 25)}" in browser.get(f"/attempts/{attempt.id}").text
    assert len(browser.queries) <= 12
    last = browser.get(f"/attempts/{attempt.id}?number={count}").text
    assert f"question-{count}" in last
