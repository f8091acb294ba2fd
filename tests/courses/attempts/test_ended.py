"""An attempt that is open when its course ends: nothing more is answered, and the server hands it in."""

import pytest
from sqlalchemy import select

from courses.attempts.jobs import expire
from courses.enrolment.models import EnrolmentState
from courses.grades.models import Grade
from courses.quizzes.models import Attempt, AttemptState
from courses.runs.services import cancel_run, finish_run
from rmtc.site import Site
from tests.factories.courses import as_actor
from tests.factories.quizzes import a_quiz, an_attempt

JSON = {"accept": "application/json"}


@pytest.fixture
def quiz(session, cast):
    return a_quiz(session, cast.mira, time_limit=0)


@pytest.fixture
def sitting(session, cast, quiz):
    return an_attempt(session, quiz, cast.arta, cast.mira)


def send(browser, attempt, answer="0", seq=1):
    sent = {"answer": answer, "seq": seq, "slot": 1}
    return browser.post(f"/attempts/{attempt.id}/slots/1/steps", data=sent, headers=JSON)


@pytest.mark.parametrize("how", ["finished", "cancelled"])
def test_when_the_run_ends_answers_are_refused_and_what_was_kept_counts(
    browse, session, cast, quiz, sitting, how
) -> None:
    attempt, browser, by = sitting[1], browse(cast.arta), as_actor(cast.mira)
    assert send(browser, attempt).status_code == 200
    finish_run(session, quiz.run, by=by) if how == "finished" else cancel_run(session, quiz.run, "flood", by=by)
    session.commit()

    late = send(browser, attempt, "1", seq=2)
    assert late.status_code == 409
    assert late.json()["detail"] == "This course has ended for you; what you did stays as it is."
    assert browser.post(f"/attempts/{attempt.id}/submission").status_code == 409
    assert "Go on with attempt" not in browser.get(quiz.path).text
    page = browser.get(f"/attempts/{attempt.id}")
    assert "The course ended, so the server handed in what you had answered" in page.text
    assert "2 of 10 marks" in page.text
    assert session.scalars(select(Grade.value)).all() == [20.0]


def test_the_job_hands_in_what_the_end_of_a_run_left_open(session, cast, quiz, sitting, settings, database) -> None:
    site = Site(settings, database)
    expire(site, {})
    assert session.get_one(Attempt, sitting[1].id, populate_existing=True).state is AttemptState.OPEN
    finish_run(session, quiz.run, by=as_actor(cast.mira))
    session.commit()
    expire(site, {})
    assert session.get_one(Attempt, sitting[1].id, populate_existing=True).state is AttemptState.EXPIRED


@pytest.mark.parametrize("decided", [EnrolmentState.COMPLETED, EnrolmentState.FAILED])
def test_what_the_board_decided_on_does_not_change(browse, session, cast, sitting, decided) -> None:
    enrolment, attempt = sitting
    browser = browse(cast.arta)
    send(browser, attempt)
    enrolment.state = decided
    session.commit()
    assert send(browser, attempt, "1", seq=2).status_code == 409
    assert "2 of 10 marks" in browser.get(f"/attempts/{attempt.id}").text
    assert session.scalars(select(Grade.value)).all() == []


def test_somebody_taken_out_cannot_go_on_but_may_come_back(browse, session, cast, sitting) -> None:
    enrolment, attempt = sitting
    browser = browse(cast.arta)
    enrolment.state = EnrolmentState.WITHDRAWN
    session.commit()
    assert send(browser, attempt).status_code == 409
    enrolment.state = EnrolmentState.ACTIVE
    session.commit()
    assert send(browser, attempt).status_code == 200
