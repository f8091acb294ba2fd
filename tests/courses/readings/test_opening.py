"""Closed readings: a librarian gives a course leave, its trainers open them to a run, and all of it ends."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from courses.content.editions import publish_course
from courses.content.forms import SourceForm
from courses.content.services import set_sources
from courses.enrolment.services import withdraw
from courses.runs.models import CourseRun
from courses.runs.services import finish_run
from library.finding.indexing import bring_up_to_date, index_of
from library.resources.models import Grant
from rmtc.accounts.models import RoleName
from rmtc.audit.models import AuditEntry
from rmtc.clock import now
from rmtc.parts import ACTIVITY_KINDS
from tests.factories.courses import a_learner, a_run, as_actor
from tests.factories.library import take_read_text
from tests.factories.writing import a_lesson, a_section, a_written_course

SECRET = "Minutes of the border commission"


@pytest.fixture
def by(cast):
    return as_actor(cast.mira, ("manager", "", 0))


@pytest.fixture
def record(session, site, work):
    taken = take_read_text(session, site, "What was said.", name="minutes.txt", title=SECRET, access="staff")
    work()
    return taken.resource


@pytest.fixture
def run(session, cast, by, record):
    """A run of a course whose reading list names the record; Marko trains the course, Arta learns."""
    course = a_written_course(session, by, title="Returns in practice")
    cast.give(cast.marko, RoleName.TRAINER, "course", course.id)
    listed = a_lesson(session, a_section(session, course, by), by, "To read", kind="readings")
    set_sources(session, listed, [SourceForm(resource_id=record.id, required=True)], by=by)
    run = a_run(session, publish_course(session, course, ACTIVITY_KINDS, by=by), cast.mira)
    a_learner(session, run, cast.arta, cast.mira)
    session.commit()
    return run


@pytest.fixture
def leave(browse, cast, run, record):
    """The course has leave from the librarian."""
    holder = f"course:{run.course_id}"
    return browse(cast.elena).post(
        f"/desk/resources/{record.id}/leave", data={"holder": holder, "reason": "Needed in the course"}
    )


def sees(browser, record) -> bool:
    return browser.get(f"/library/{record.id}").status_code == 200


def test_a_librarian_gives_a_course_leave_and_ends_it(browse, session, cast, run, record, leave) -> None:
    assert "The leave is given." in leave.text
    assert "Trainers of Returns in practice" in leave.text and "Needed in the course" in leave.text
    assert sees(browse(cast.marko), record) and not sees(browse(cast.arta), record)
    (given,) = session.scalars(select(Grant))
    ended = browse(cast.elena).post(f"/desk/resources/{record.id}/leave/{given.id}/end")
    assert "Nobody has leave beyond what the level says." in ended.text
    assert not sees(browse(cast.marko), record)


def test_a_trainer_opens_it_to_the_learners_for_the_time_of_the_run(
    browse, session, cast, site, run, record, leave
) -> None:
    marko, arta, base = browse(cast.marko), browse(cast.arta), f"/teach/runs/{run.id}/readings"
    page = marko.get(base)
    assert SECRET in page.text and "Open to the learners" in page.text
    answer = marko.post(f"{base}/{record.id}/opening")
    assert "open until" in answer.text
    marko.post(f"{base}/{record.id}/opening")
    (given,) = session.scalars(select(Grant).where(Grant.holder_kind == "run"))
    assert given.until is not None and given.until.date() in {run.ends, run.ends + timedelta(days=1)}
    assert arta.get(f"/library/{record.id}/files/minutes.txt").text == "What was said."
    bring_up_to_date(site.database, index_of(site.settings))
    assert arta.get("/api/v1/library/search?q=commission").json()["total"] == 1
    assert not sees(browse(cast.stranger), record)
    told = session.scalars(select(AuditEntry.what).where(AuditEntry.subject_kind == "resource")).all()
    assert told.count("resource.granted") == 2
    assert run.code in browse(cast.elena).get(f"/desk/resources/{record.id}/leave").text

    closed = marko.post(f"{base}/{record.id}/closing")
    assert "cannot read it any more" in closed.text
    assert not sees(arta, record)
    bring_up_to_date(site.database, index_of(site.settings))
    assert arta.get("/api/v1/library/search?q=commission").json()["total"] == 0


def test_it_ends_with_the_enrolment_and_with_the_run(browse, session, cast, by, run, record, leave) -> None:
    browse(cast.marko).post(f"/teach/runs/{run.id}/readings/{record.id}/opening")
    other = cast.make("Besa Krasniqi")
    enrolment = a_learner(session, run, other, cast.mira)
    session.commit()
    assert sees(browse(other), record)
    withdraw(session, session.get_one(CourseRun, run.id), enrolment, "Moved", by=by)
    session.commit()
    assert not sees(browse(other), record)
    assert sees(browse(cast.arta), record)
    finish_run(session, session.get_one(CourseRun, run.id), by=by)
    session.commit()
    assert not sees(browse(cast.arta), record)
    answer = browse(cast.marko).post(f"/teach/runs/{run.id}/readings/{record.id}/opening")
    assert answer.status_code == 409


def test_it_moves_with_the_last_day_of_the_run(browse, session, cast, run, record, leave) -> None:
    browse(cast.marko).post(f"/teach/runs/{run.id}/readings/{record.id}/opening")
    later = run.ends + timedelta(days=30)
    typed = {
        "code": run.code, "title": run.title, "starts": run.starts.isoformat(), "ends": later.isoformat(),
        "language": "en",
    }  # fmt: skip
    assert browse(cast.mira).post(f"/teach/runs/{run.id}/settings", data=typed).status_code == 200
    session.expire_all()
    (given,) = session.scalars(select(Grant).where(Grant.holder_kind == "run"))
    assert given.until.date() >= later


def test_without_leave_nobody_passes_it_on(browse, visitor, session, cast, run, record) -> None:
    base = f"/teach/runs/{run.id}/readings"
    page = browse(cast.marko).get(base)
    assert SECRET not in page.text and "a document you may not open" in page.text
    assert "A librarian must give this course leave first." in page.text
    assert browse(cast.marko).post(f"{base}/{record.id}/opening").status_code == 403
    assert browse(cast.mira).post(f"{base}/999999/opening").status_code == 404
    assert browse(cast.stranger).post(f"{base}/{record.id}/opening").status_code == 404
    assert browse(cast.arta).get(base).status_code == 403
    assert visitor.post(f"{base}/{record.id}/opening").status_code == 401
    crossed = browse(cast.mira).post(f"{base}/{record.id}/opening", headers={"sec-fetch-site": "cross-site"})
    assert crossed.status_code == 403
    assert session.scalars(select(Grant)).all() == []
    helper = cast.make("Helga Helper")
    cast.give(helper, RoleName.TRAINER, "run", run.id)
    assert browse(helper).post(f"{base}/{record.id}/opening").status_code == 403
    assert browse(cast.mira).post(f"{base}/{record.id}/opening").status_code == 200


def test_the_desks_page_says_what_is_wrong(browse, visitor, session, cast, run, record) -> None:
    path = f"/desk/resources/{record.id}/leave"
    elena = browse(cast.elena)
    answer = elena.post(path, data={"holder": "Nobody knows", "reason": "because", "last_day": "soon"})
    assert answer.status_code == 422 and "Nobody knows" in answer.text
    answer = elena.post(path, data={"holder": "Nobody knows", "reason": "because it is"})
    assert answer.status_code == 422 and "Choose one that is suggested." in answer.text
    assert elena.get("/desk/leave/suggestions?q=returns in practice").json()["suggestions"]
    given = elena.post(path, data={"holder": f"run:{run.id}", "reason": "For all", "last_day": "2031-01-31"})
    assert "2031" in given.text
    assert elena.post(f"{path}/999/end").status_code == 404
    assert elena.get("/desk/resources/999999/leave").status_code == 404
    for person in (cast.marko, cast.arta):
        assert browse(person).get(path).status_code == 403
        assert browse(person).post(path, data={"holder": "x", "reason": "my own"}).status_code == 403
    assert visitor.get(path).url.path == "/sign-in"
    assert session.scalars(select(Grant)).one().until > now()
