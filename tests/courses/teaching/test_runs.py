"""Runs as their trainers see them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from courses.catalogue.models import Course
from courses.enrolment.models import Enrolment, EnrolmentState
from courses.enrolment.queries import enrolment_of
from courses.runs.models import CourseRun, RunDate, RunState
from courses.runs.queries import run_by_code
from courses.teaching.queries import behind_below, due_by
from rmtc.accounts.models import Person, PersonState, Role, RoleName
from rmtc.audit.models import AuditEntry
from rmtc.clock import now, today
from rmtc.db import WriteSession
from tests.factories.courses import a_course, a_learner, a_run, an_edition, step
from tests.personas import Cast

ELSEWHERE = {"sec-fetch-site": "cross-site"}
FORM = {"code": "GRMG-2026-1", "title": "Governance, spring", "starts": "2026-03-01", "ends": "2026-05-31"}


@pytest.fixture
def course(session: WriteSession) -> Course:
    return a_course(session)


@pytest.fixture
def run(session: WriteSession, cast: Cast, course: Course) -> CourseRun:
    return a_run(session, an_edition(session, course, *({} for _ in range(10))), cast.mira)


def test_a_manager_opens_a_run_of_the_newest_edition(browse, session: WriteSession, cast: Cast, course: Course) -> None:
    an_edition(session, course, {})
    newest = an_edition(session, course, {}, {}, number=2)
    browser = browse(cast.mira)
    assert "edition 2" in browser.get(f"/teach/courses/{course.id}/runs/new").text
    page = browser.post(f"/teach/courses/{course.id}/runs", data=FORM | {"listed": "on", "capacity": "20"})
    made = run_by_code(session, "GRMG-2026-1")
    assert made is not None
    assert (made.edition_id, made.state, made.capacity) == (newest.id, RunState.OPEN, 20)
    assert page.url.path == f"/teach/runs/{made.id}"
    assert "Say who trains it" in page.text


def test_a_trainer_who_opens_a_run_trains_it(browse, session: WriteSession, cast: Cast, course: Course) -> None:
    an_edition(session, course, {})
    cast.give(cast.marko, "trainer", "course", course.id)
    page = browse(cast.marko).post(f"/teach/courses/{course.id}/runs", data=FORM)
    assert "you train it" in page.text
    assert "Say who trains it" not in page.text


def test_a_run_without_a_number_of_places_takes_everybody(browse, session, cast: Cast, course: Course) -> None:
    an_edition(session, course, {})
    browse(cast.mira).post(f"/teach/courses/{course.id}/runs", data=FORM | {"capacity": ""})
    made = run_by_code(session, "GRMG-2026-1")
    assert made is not None
    assert made.capacity is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ends": "2026-02-01"}, "The last day lies before the first day."),
        ({"starts": "soon"}, "Please write a date"),
        ({"capacity": "0"}, "at least 1"),
        ({"code": "no spaces"}, "expected form"),
        ({"language": "xx"}, "Please choose one of the options."),
        ({"code": "TAKEN"}, "Another run has this code already."),
    ],
)
def test_a_wrong_run_comes_back(
    browse, session: WriteSession, cast: Cast, run: CourseRun, change: dict[str, str], said: str
) -> None:
    run.code = "TAKEN"
    session.commit()
    answer = browse(cast.mira).post(f"/teach/courses/{run.course_id}/runs", data=FORM | change)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Governance, spring" in answer.text


def test_a_course_without_an_edition_has_no_runs(browse, cast: Cast, course: Course) -> None:
    browser = browse(cast.mira)
    assert "Publish the course first" in browser.get(f"/teach/courses/{course.id}/runs/new").text
    assert browser.post(f"/teach/courses/{course.id}/runs", data=FORM).status_code == 409


def test_who_may_open_a_run(browse, visitor, cast: Cast, run: CourseRun) -> None:
    url = f"/teach/courses/{run.course_id}/runs"
    for person, status in ((cast.stranger, 404), (cast.arta, 404), (cast.marko, 403), (cast.ivana, 403)):
        assert browse(person).get(f"{url}/new").status_code == status
        assert browse(person).post(url, data=FORM).status_code == status
    assert visitor.get(f"{url}/new", follow_redirects=False).status_code == 303
    assert browse(cast.mira).post(url, data=FORM, headers=ELSEWHERE).status_code == 403
    cast.give(cast.marko, RoleName.TRAINER, "course", run.course_id)
    assert browse(cast.marko).post(url, data=FORM).status_code == 200


@pytest.mark.parametrize("page", ["", "/settings", "/dates", "/edition"])
def test_who_may_see_a_run(browse, visitor, session: WriteSession, cast: Cast, run: CourseRun, page: str) -> None:
    url = f"/teach/runs/{run.id}{page}"
    a_learner(session, run, cast.arta, cast.mira)
    assert browse(cast.stranger).get(url).status_code == 404
    assert browse(cast.marko).get(url).status_code == 404
    assert browse(cast.arta).get(url).status_code == 403
    assert browse(cast.ivana).get(url).status_code == (403 if page else 200)
    assert visitor.get(url, follow_redirects=False).status_code == 303
    cast.give(cast.marko, RoleName.TRAINER, "run", run.id)
    trainer = browse(cast.marko)
    assert trainer.get(url).status_code == 200
    assert len(trainer.queries) <= 25


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("settings", FORM),
        ("trainers", {"people": [1]}),
        ("dates", {"title": "Day", "starts": "2026-03-02T09:00"}),
        ("end", {"outcome": "finished"}),
        ("edition", {"edition": 1, "reason": "Because"}),
    ],
)
def test_who_may_change_a_run(
    browse, session: WriteSession, cast: Cast, run: CourseRun, path: str, data: dict[str, object]
) -> None:
    url = f"/teach/runs/{run.id}/{path}"
    a_learner(session, run, cast.arta, cast.mira)
    before = (run.state, run.code, run.edition_id)
    assert browse(cast.stranger).post(url, data=data).status_code in {403, 404}
    assert browse(cast.arta).post(url, data=data).status_code == 403
    assert browse(cast.ivana).post(url, data=data).status_code == 403
    assert browse(cast.mira).post(url, data=data, headers=ELSEWHERE).status_code == 403
    session.refresh(run)
    assert (run.state, run.code, run.edition_id) == before


def test_settings_change_and_places_are_filled(browse, session: WriteSession, cast: Cast, run: CourseRun) -> None:
    run.capacity = 1
    session.commit()
    for person in (cast.arta, cast.stranger):
        a_learner(session, run, person, cast.mira)
    browser = browse(cast.mira)
    assert f'value="{run.code}"' in browser.get(f"/teach/runs/{run.id}/settings").text
    browser.post(f"/teach/runs/{run.id}/settings", data=FORM | {"listed": "on", "capacity": "2"})
    session.refresh(run)
    assert (run.title, run.capacity) == ("Governance, spring", 2)
    session.expire_all()
    assert enrolment_of(session, run.id, cast.stranger.id).state is EnrolmentState.ACTIVE
    wrong = browser.post(f"/teach/runs/{run.id}/settings", data=FORM | {"title": ""})
    assert (wrong.status_code, "GRMG-2026-1" in wrong.text) == (422, True)


def test_managers_set_the_trainers(browse, session: WriteSession, cast: Cast, run: CourseRun) -> None:
    url = f"/teach/runs/{run.id}/trainers"
    manager = browse(cast.mira)
    manager.post(url, data={"people": [cast.marko.id]})
    trainer = browse(cast.marko)
    assert trainer.get(f"/teach/runs/{run.id}").status_code == 200
    assert trainer.post(url, data={"people": []}).status_code == 403
    assert manager.post(url, data={"people": [cast.arta.id]}).status_code == 422
    manager.post(url, data={})
    assert trainer.get(f"/teach/runs/{run.id}").status_code == 404
    assert not session.scalars(select(Role).where(Role.scope_kind == "run")).all()


def test_dates_are_added_in_the_time_of_plandiste(browse, session: WriteSession, cast: Cast, run: CourseRun) -> None:
    url = f"/teach/runs/{run.id}/dates"
    browser = browse(cast.mira)
    assert "Study day" in browser.post(url, data={"title": "Study day", "starts": "2026-07-01T09:00", "ends": ""}).text
    date = session.scalars(select(RunDate)).one()
    assert date.starts.hour == 7
    wrong = browser.post(url, data={"title": "Night", "starts": "2026-07-01T09:00", "ends": "2026-07-01T08:00"})
    assert (wrong.status_code, "The end lies before" in wrong.text, "Night" in wrong.text) == (422, True, True)
    browser.post(f"{url}/{date.id}/removal")
    assert session.scalars(select(RunDate)).all() == []
    assert browser.post(f"{url}/{date.id}/removal").status_code == 404


def test_a_run_ends_once(browse, session: WriteSession, cast: Cast, run: CourseRun) -> None:
    url, browser = f"/teach/runs/{run.id}/end", browse(cast.mira)
    assert browser.post(url, data={"outcome": "cancelled", "reason": ""}).status_code == 422
    browser.post(url, data={"outcome": "finished"})
    session.refresh(run)
    assert run.state is RunState.FINISHED
    assert browser.post(url, data={"outcome": "finished"}).status_code == 409
    assert browser.post(f"/teach/runs/{run.id}/settings", data=FORM).status_code == 409
    assert "This run has ended" in browser.get(f"/teach/runs/{run.id}/settings").text


def test_moving_to_another_edition_is_a_recorded_decision(
    browse, session: WriteSession, cast: Cast, course: Course, run: CourseRun
) -> None:
    a_learner(session, run, cast.arta, cast.mira)
    browse(cast.arta).post(f"/runs/{run.id}/activities/{step(run, 10)}/completion")
    newer = an_edition(
        session, course, *({} for _ in range(8)), {"title": "Better"}, {"title": "New one", "anew": True}, number=2
    )
    browser, url = browse(cast.mira), f"/teach/runs/{run.id}/edition"

    page = browser.get(url, params={"to": newer.id}).text
    assert all(words in page for words in ("1.10 New one", "1.10 Step 10", "1.9 Better"))
    assert "Step 3" not in page
    assert browser.post(url, data={"edition": newer.id, "reason": ""}).status_code == 422
    browser.post(url, data={"edition": newer.id, "reason": "The law has changed"})

    session.refresh(run)
    assert run.edition_id == newer.id
    assert session.scalars(select(Enrolment.done_count)).one() == 0
    assert session.scalars(select(AuditEntry).where(AuditEntry.what == "run.moved_to_edition")).one()
    assert browser.post(url, data={"edition": newer.id, "reason": "Once again"}).status_code == 422


def test_who_is_behind(browse, session: WriteSession, cast: Cast, run: CourseRun) -> None:
    assert due_by(run, 10, run.starts - timedelta(days=1)) == 0
    assert due_by(run, 10, run.ends + timedelta(days=9)) == 10
    run.starts, run.ends = today() - timedelta(days=10), today() + timedelta(days=9)
    assert (due_by(run, 10, today()), behind_below(run, 10, today())) == (5, 4)
    slow, quick = a_learner(session, run, cast.arta, cast.mira), a_learner(session, run, cast.stranger, cast.mira)
    slow.done_count, quick.done_count = 3, 4
    session.commit()
    page = browse(cast.mira).get(f"/teach/runs/{run.id}?show=behind").text
    assert "Arta Hoxha" in page
    assert "Sven Stranger" not in page


@pytest.mark.parametrize("size", [10, 1000])
def test_a_cohort_costs_the_same_for_many_learners(
    browse, session: WriteSession, cast: Cast, run: CourseRun, size: int
) -> None:
    people = [
        Person(email=f"p{n}@m.example", name=f"Official {n:04}", state=PersonState.ACTIVE, created_at=now())
        for n in range(size)
    ]
    session.add_all(people)
    session.flush()
    session.add_all(
        Enrolment(run_id=run.id, person_id=one.id, state=EnrolmentState.ACTIVE, created_at=now()) for one in people
    )
    session.commit()
    browser = browse(cast.mira)
    page = browser.get(f"/teach/runs/{run.id}?number=1").text
    assert page.count("Official ") == min(size, 25)
    assert len(browser.queries) <= 12, browser.queries
    assert run.code in browser.get("/teach/runs").text
    assert len(browser.queries) <= 12


def test_the_list_of_runs_is_for_trainers(browse, visitor, cast: Cast, run: CourseRun) -> None:
    assert browse(cast.arta).get("/teach/runs").status_code == 403
    assert visitor.get("/teach/runs", follow_redirects=False).status_code == 303
    assert "No runs yet" in browse(cast.marko).get("/teach/runs").text
