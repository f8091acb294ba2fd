"""A run as its learner sees it."""

import pytest
from sqlalchemy import select

from courses.enrolment.models import Enrolment, EnrolmentState
from courses.progress.models import ActivityProgress, Note
from courses.runs.models import CourseRun, RunState
from library.resources.models import Resource
from rmtc.clock import now
from rmtc.db import WriteSession
from tests.factories.courses import a_course, a_handmade_edition, a_learner, a_run, an_edition, step
from tests.factories.library import make_record
from tests.personas import Cast

ELSEWHERE = {"sec-fetch-site": "cross-site"}


@pytest.fixture
def resource(session: WriteSession) -> Resource:
    return make_record(session, "Handbook on statistics", kind="guide")


@pytest.fixture
def run(session: WriteSession, cast: Cast, resource: Resource) -> CourseRun:
    source = {"resource_id": resource.id, "locator": "p. 41–48", "page": 41}
    edition = an_edition(
        session,
        a_course(session),
        {"title": "Why gender matters", "sources": [source]},
        {
            "title": "Read the handbook",
            "kind": "reading",
            "settings": {"resource_id": resource.id, "page": 41},
            "body": "Read.",
        },
        {"title": "Extra thoughts", "required": False},
    )
    return a_run(session, edition, cast.mira)


@pytest.fixture
def enrolment(session: WriteSession, cast: Cast, run: CourseRun) -> Enrolment:
    return a_learner(session, run, cast.arta, cast.mira)


def test_a_learner_goes_through_a_run(
    browse, session: WriteSession, cast: Cast, run: CourseRun, enrolment: Enrolment
) -> None:
    browser = browse(cast.arta)
    assert "Begin here" in browser.get(f"/runs/{run.id}").text

    lesson = browser.get(f"/runs/{run.id}/activities/{step(run, 1)}")
    assert "The text of step 1." in lesson.text
    assert "Handbook on statistics" in lesson.text
    assert "p. 41–48" in lesson.text
    assert "/read#page=41" in lesson.text
    assert "Done, go to 1.2 Read the handbook" in lesson.text

    after = browser.post(f"/runs/{run.id}/activities/{step(run, 1)}/completion")
    assert after.url.path == f"/runs/{run.id}/activities/{step(run, 2)}"
    assert "This counts as done once you have opened it" in after.text

    opened = browser.get(f"/runs/{run.id}/activities/{step(run, 2)}/source", follow_redirects=False)
    assert opened.headers["location"].endswith("/read#page=41")

    session.refresh(enrolment)
    assert (enrolment.done_count, enrolment.state) == (2, EnrolmentState.ACTIVE)
    course = browser.get(f"/runs/{run.id}")
    assert "All done, waiting for the board" in course.text
    assert "2 of 3 activities done" in course.text


def test_opening_is_noted_once(browse, session: WriteSession, cast: Cast, run: CourseRun, enrolment: Enrolment) -> None:
    browser = browse(cast.arta)
    first, second = step(run, 1), step(run, 2)
    for activity in (first, second, first, first):
        browser.get(f"/runs/{run.id}/activities/{activity}")
    rows = session.scalars(select(ActivityProgress).where(ActivityProgress.enrolment_id == enrolment.id)).all()
    assert sorted(row.activity_id for row in rows) == [first, second]
    session.refresh(enrolment)
    assert (enrolment.last_activity_id, enrolment.done_count) == (first, 0)


def test_completing_twice_counts_once(
    browse, session: WriteSession, cast: Cast, run: CourseRun, enrolment: Enrolment
) -> None:
    browser = browse(cast.arta)
    browser.post(f"/runs/{run.id}/activities/{step(run, 1)}/completion")
    browser.post(f"/runs/{run.id}/activities/{step(run, 1)}/completion")
    session.refresh(enrolment)
    assert enrolment.done_count == 1


def test_a_reading_is_not_done_by_a_button(
    browse, session: WriteSession, cast: Cast, run: CourseRun, enrolment: Enrolment
) -> None:
    assert browse(cast.arta).post(f"/runs/{run.id}/activities/{step(run, 2)}/completion").status_code == 403
    session.refresh(enrolment)
    assert enrolment.done_count == 0


@pytest.mark.parametrize("path", ["", "/activities/{0}", "/activities/{1}", "/activities/{1}/source"])
def test_who_may_open(browse, visitor, cast: Cast, session: WriteSession, run: CourseRun, path: str) -> None:
    url = f"/runs/{run.id}{path.format(step(run, 1), step(run, 2))}"
    assert browse(cast.stranger).get(url, follow_redirects=False).status_code == 404
    assert browse(cast.elena).get(url, follow_redirects=False).status_code == 404
    assert visitor.get(url, follow_redirects=False).headers["location"].startswith("/sign-in")
    assert browse(cast.ivana).get(url, follow_redirects=False).status_code in {200, 303}
    waiting = Enrolment(run_id=run.id, person_id=cast.arta.id, state=EnrolmentState.NOMINATED, created_at=now())
    session.add(waiting)
    session.commit()
    assert browse(cast.arta).get(url, follow_redirects=False).status_code == 403


def test_trainers_and_reviewers_leave_no_trace(browse, session: WriteSession, cast: Cast, run: CourseRun) -> None:
    cast.give(cast.marko, "trainer", "run", run.id)
    for person in (cast.marko, cast.ivana, cast.mira):
        browser = browse(person)
        assert "nothing is recorded" in browser.get(f"/runs/{run.id}/activities/{step(run, 1)}").text
        assert browser.post(f"/runs/{run.id}/activities/{step(run, 1)}/completion").status_code == 403
    assert (
        browse(cast.ivana).post(f"/runs/{run.id}/activities/{step(run, 1)}/notes", data={"text": "Seen"}).status_code
        == 403
    )
    assert session.scalars(select(ActivityProgress)).all() == []
    assert session.scalars(select(Note)).all() == []


def test_nothing_counts_after_the_end(
    browse, session: WriteSession, cast: Cast, run: CourseRun, enrolment: Enrolment
) -> None:
    run.state = RunState.FINISHED
    session.commit()
    browser = browse(cast.arta)
    assert "Done, go to" not in browser.get(f"/runs/{run.id}/activities/{step(run, 1)}").text
    assert browser.post(f"/runs/{run.id}/activities/{step(run, 1)}/completion").status_code == 409
    assert browser.get(f"/runs/{run.id}/activities/{step(run, 2)}/source", follow_redirects=False).status_code == 303
    session.refresh(enrolment)
    assert enrolment.done_count == 0


def test_other_sites_and_unknown_activities(browse, cast: Cast, run: CourseRun, enrolment: Enrolment) -> None:
    browser = browse(cast.arta)
    assert browser.post(f"/runs/{run.id}/activities/{step(run, 1)}/completion", headers=ELSEWHERE).status_code == 403
    assert browser.post(f"/runs/{run.id}/activities/999999/completion").status_code == 404
    assert browser.get(f"/runs/{run.id}/activities/999999").status_code == 404
    assert browser.get("/runs/999999").status_code == 404


def test_notes_are_kept_changed_and_deleted(
    browse, session: WriteSession, cast: Cast, run: CourseRun, enrolment: Enrolment
) -> None:
    browser = browse(cast.arta)
    url = f"/runs/{run.id}/activities/{step(run, 1)}/notes"
    assert "Ask Kikinda" in browser.post(url, data={"text": "Ask Kikinda <b>today</b>"}).text
    note = session.scalars(select(Note)).one()
    page = browser.get(f"/runs/{run.id}/activities/{step(run, 1)}").text
    assert "&lt;b&gt;today" in page
    assert "Ask Kikinda" in browser.get(f"/notes/{note.id}").text
    assert "Ask Subotica" in browser.post(f"/notes/{note.id}", data={"text": "Ask Subotica"}).text

    wrong = browser.post(f"/notes/{note.id}", data={"text": "x" * 4001})
    assert (wrong.status_code, "x" * 4001 in wrong.text) == (422, True)
    long = browser.post(url, data={"text": "y" * 4001})
    assert (long.status_code, "y" * 4001 in long.text) == (422, True)

    other = browse(cast.stranger)
    assert other.get(f"/notes/{note.id}").status_code == 404
    assert other.post(f"/notes/{note.id}/removal").status_code == 404
    assert browser.post(f"/notes/{note.id}/removal", headers=ELSEWHERE).status_code == 403
    assert "Ask Subotica" not in browser.post(f"/notes/{note.id}/removal").text


def test_htmx_gets_only_the_notes(browse, cast: Cast, run: CourseRun, enrolment: Enrolment) -> None:
    answer = browse(cast.arta).post(
        f"/runs/{run.id}/activities/{step(run, 1)}/notes", data={"text": "Short"}, headers={"hx-request": "true"}
    )
    assert answer.text.strip().startswith("<section")
    assert "Short" in answer.text


@pytest.mark.parametrize("size", [10, 1000])
def test_pages_cost_the_same_for_long_courses(browse, session: WriteSession, cast: Cast, size: int) -> None:
    edition = a_handmade_edition(session, a_course(session), *({"title": f"Thing {n}"} for n in range(size)))
    run = a_run(session, edition, cast.mira)
    a_learner(session, run, cast.arta, cast.mira)
    browser = browse(cast.arta)
    for path in (f"/runs/{run.id}", f"/runs/{run.id}/activities/{step(run, size // 2)}"):
        page = browser.get(path)
        assert page.text.count("Thing ") >= size
        assert len(browser.queries) <= 12, browser.queries
