"""Home, record and calendar."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from courses.enrolment.models import EnrolmentState
from courses.progress.calendar import make_calendar, token_of
from courses.runs.forms import RunDateForm
from courses.runs.models import CourseRun, RunDate, RunTrainer
from courses.runs.services import add_run_date, cancel_run
from rmtc.accounts.models import RoleName
from rmtc.clock import now, today
from rmtc.db import WriteSession
from tests.factories.courses import a_course, a_handmade_edition, a_learner, a_run, as_actor
from tests.personas import Cast


@pytest.fixture
def run(session: WriteSession, cast: Cast) -> CourseRun:
    closes = (now() + timedelta(days=3)).isoformat()
    quiz = {"title": "Quiz on numbers", "kind": "quiz", "content": {"closes_at": closes}}
    edition = a_handmade_edition(
        session, a_course(session), {"title": "First things"}, {"title": "Second things"}, quiz
    )
    return a_run(session, edition, cast.mira)


def test_the_home_says_what_to_do_next(browse, session: WriteSession, cast: Cast, run: CourseRun) -> None:
    a_learner(session, run, cast.arta, cast.mira)
    form = RunDateForm(title="Study day", starts=now() + timedelta(days=2), place="Plandište")
    add_run_date(session, run, form, by=as_actor(cast.mira))
    past = RunDateForm(title="Opening", starts=now() - timedelta(days=2))
    add_run_date(session, run, past, by=as_actor(cast.mira))
    session.commit()
    browser = browse(cast.arta)

    begin = browser.get("/home").text
    assert "Begin here" in begin
    assert "1.1 First things" in begin

    browser.post(f"/runs/{run.id}/activities/1/completion")
    home = browser.get("/home").text
    assert "Carry on where you stopped" in home
    assert "1.2 Second things" in home
    assert "1 of 3 activities" in home
    assert "Study day" in home
    assert "Opening" not in home
    assert "Quiz on numbers" in home
    assert len(browser.queries) <= 12, browser.queries


def test_reading_that_is_due_stands_among_the_next_dates_in_order(browse, session: WriteSession, cast: Cast) -> None:
    def due(days: int) -> dict[str, object]:
        return {"resource_id": 1, "due": f"{today() + timedelta(days=days)}"}

    lists = {
        "title": "To read",
        "kind": "readings",
        "content": {"sources": [due(9), due(-3), due(2), due(9), {"due": ""}]},
    }
    quiz = {"title": "Quiz on it", "kind": "quiz", "content": {"closes_at": (now() + timedelta(days=5)).isoformat()}}
    run = a_run(session, a_handmade_edition(session, a_course(session), lists, quiz), cast.mira)
    a_learner(session, run, cast.arta, cast.mira)
    session.commit()
    browser = browse(cast.arta)

    agenda = browser.get("/home").text.split('class="agenda"')[1].split("</ol>")[0]

    assert re.findall(r"To read|Quiz on it", agenda) == ["To read", "Quiz on it"]
    assert agenda.count("to be read by then") == 1
    assert len(browser.queries) <= 12


def test_an_empty_home_leads_to_the_open_courses(browse, cast: Cast) -> None:
    home = browse(cast.arta).get("/home").text
    assert "You are not enrolled in a course yet" in home
    assert 'href="/courses"' in home
    assert "Your desk" not in home


def test_the_home_of_a_trainer_has_a_desk(browse, session: WriteSession, cast: Cast, run: CourseRun) -> None:
    a_learner(session, run, cast.arta, cast.mira)
    cast.give(cast.marko, "trainer", "run", run.id)
    home = browse(cast.marko).get("/home").text
    assert "Your desk" in home
    assert f"/teach/runs/{run.id}" in home
    assert "1 learner" in home


def test_the_home_of_a_trainer_has_the_dates_of_the_runs(
    browse, session: WriteSession, cast: Cast, run: CourseRun
) -> None:
    session.add(RunTrainer(run_id=run.id, person_id=cast.marko.id))
    session.add(RunDate(run_id=run.id, title="Role play", starts=now() + timedelta(days=2), place="Plandište"))
    session.commit()
    cast.give(cast.marko, "trainer", "run", run.id)
    browser = browse(cast.marko)
    home = browser.get("/home").text
    assert "No dates lie ahead" not in home
    assert f'href="/teach/runs/{run.id}" lang="en">Role play' in home
    assert "Plandište" in home
    assert "Пландиште</span>" in browser.get("/home?lang=sr-Cyrl").text


def test_the_home_of_others_with_work_has_a_desk(browse, cast: Cast, run: CourseRun) -> None:
    cora = cast.make("Cora Coordinator", institution=cast.ministry)
    cast.give(cora, RoleName.COORDINATOR, "institution", cast.ministry.id)
    assert "Nothing waits" in browse(cora).get("/home").text
    assert "Nothing waits" in browse(cast.elena).get("/home").text
    manager = browse(cast.mira)
    home = manager.get("/home").text
    assert f"/teach/runs/{run.id}" in home
    assert "You are not enrolled in a course yet" not in home
    assert len(manager.queries) <= 12


@pytest.mark.parametrize(
    ("role", "way", "said"),
    [
        (RoleName.AUTHOR, "/curricula", "Curricula"),
        (RoleName.AUTHOR, "/teach", "Courses I write"),
        (RoleName.EXPERT, "/curricula", "Curricula"),
        (RoleName.REVIEWER, "/records", "Accreditation records"),
        (RoleName.MANAGER, "/curricula", "Nothing waits"),
    ],
)
def test_those_who_do_not_learn_find_their_work_at_home(
    browse, cast: Cast, role: RoleName, way: str, said: str
) -> None:
    person = cast.make("Nadine Verhoeven")
    cast.give(person, role)
    home = browse(person).get("/home").text
    assert f'href="{way}"' in home
    assert said in home
    assert "You are not enrolled in a course yet" not in home


def test_a_visitor_is_asked_to_sign_in(visitor) -> None:
    for path in ("/home", "/record"):
        assert visitor.get(path, follow_redirects=False).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(("hour", "words"), [(5, "Good morning"), (12, "Good afternoon"), (19, "Good evening")])
def test_the_greeting_follows_the_persons_clock(
    browse, session: WriteSession, cast: Cast, hour: int, words: str
) -> None:
    cast.arta.time_zone = "Europe/Belgrade"
    session.commit()
    with time_machine.travel(datetime(2026, 1, 15, hour - 1, 30, tzinfo=UTC), tick=False):
        assert f"{words}, Arta" in browse(cast.arta).get("/home").text


def test_waiting_and_cancelled_courses_say_so(browse, session: WriteSession, cast: Cast, run: CourseRun) -> None:
    enrolment = a_learner(session, run, cast.arta, cast.mira)
    enrolment.state = EnrolmentState.WAITLISTED
    session.commit()
    browser = browse(cast.arta)
    assert "On the waiting list" in browser.get("/home").text
    cancel_run(session, run, "Too few people", by=as_actor(cast.mira))
    session.commit()
    home = browser.get("/home").text
    assert "Cancelled" in home
    assert "Begin here" not in home


@pytest.mark.parametrize("size", [10, 1000])
def test_the_home_costs_the_same_for_long_courses(browse, session: WriteSession, cast: Cast, size: int) -> None:
    for _ in range(3):
        edition = a_handmade_edition(session, a_course(session), *({} for _ in range(size)))
        a_learner(session, a_run(session, edition, cast.mira), cast.arta, cast.mira)
    browser = browse(cast.arta)
    assert browser.get("/home").text.count(f"0 of {size} activities") >= 3
    assert len(browser.queries) <= 12, browser.queries


def test_the_record_shows_every_step(browse, session: WriteSession, cast: Cast, run: CourseRun) -> None:
    browser = browse(cast.arta)
    assert "Nothing on your record yet" in browser.get("/record").text
    a_learner(session, run, cast.arta, cast.mira)
    browser.post(f"/runs/{run.id}/withdrawal", data={"reason": "A new post"})
    record = browser.get("/record").text
    assert run.code in record
    assert "Taking part" in record
    assert "(A new post)" in record
    assert run.code not in browse(cast.stranger).get("/record").text


def test_a_calendar_holds_ones_own_dates_only(app, visitor, session: WriteSession, cast: Cast, run: CourseRun) -> None:
    a_learner(session, run, cast.arta, cast.mira)
    form = RunDateForm(title="Study day; with lunch", starts=datetime(2026, 6, 13, 9, 0, tzinfo=UTC), place="Plandište")
    add_run_date(session, run, form, by=as_actor(cast.mira))
    session.commit()
    answer = visitor.get(f"/calendar/{token_of(app.state.key, cast.arta.id)}.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "DTSTART:20260613T090000Z\r\n" in answer.text
    assert "SUMMARY:Study day\\; with lunch" in answer.text
    assert "VEVENT" not in visitor.get(f"/calendar/{token_of(app.state.key, cast.stranger.id)}.ics").text


@pytest.mark.parametrize("token", ["1", "1-abc", "x-y", "²-0", "999999999999999999-0", "1-%C4%8D"])
def test_a_wrong_token_opens_no_calendar(visitor, cast: Cast, token: str) -> None:
    assert cast.arta.id
    assert visitor.get(f"/calendar/{token}.ics").status_code == 404


def test_long_lines_of_a_calendar_are_folded() -> None:
    run = CourseRun(id=1, title="ћ" * 60)
    date = RunDate(id=1, title="Дан", starts=datetime(2026, 6, 13, tzinfo=UTC), ends=None, place="")
    text = make_calendar("Dates", [(run, date)], "rmtc.example", datetime(2026, 1, 1, tzinfo=UTC))
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "ћ" * 60 in text.replace("\r\n ", "")
