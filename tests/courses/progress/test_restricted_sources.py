"""Lessons that point at records of the library which not everybody may know."""

import pytest
from sqlalchemy import func, select

from courses.progress.models import ActivityProgress
from courses.runs.models import CourseRun
from library.leave.granting import GrantForm, grant
from library.resources.forms import WithdrawalForm
from library.resources.models import AccessLevel, Resource
from library.resources.services import withdraw_resource
from rmtc.accounts.models import RoleName
from rmtc.db import WriteSession
from tests.factories.courses import a_course, a_learner, a_run, an_edition, as_actor, step
from tests.factories.library import make_record
from tests.factories.writing import a_lesson, a_section, a_written_course
from tests.personas import Cast

SECRET = "Minutes of the border commission"
NEUTRAL = "a document you may not open"
REFUSED = "This reading is a document that you may not open."


@pytest.fixture
def record(session: WriteSession) -> Resource:
    return make_record(session, SECRET, access=AccessLevel.STAFF)


@pytest.fixture
def run(session: WriteSession, cast: Cast, record: Resource) -> CourseRun:
    """A lesson with the record and an open one as its sources, and a reading of the record."""
    sources = [
        {"resource_id": record.id, "locator": "item 7 of the agenda", "page": 3},
        {"resource_id": make_record(session, "Global Compact").id, "locator": "Objective 1"},
    ]
    edition = an_edition(
        session,
        a_course(session),
        {"sources": sources},
        {"kind": "reading", "settings": {"resource_id": record.id, "page": 3, "pages": "item 7 of the agenda"}},
    )
    run = a_run(session, edition, cast.mira)
    for person in (cast.arta, cast.elena):
        a_learner(session, run, person, cast.mira)
    return run


def test_only_those_who_may_see_a_record_learn_its_title(browse, session, cast: Cast, run: CourseRun) -> None:
    arta, elena = browse(cast.arta), browse(cast.elena)
    lesson = arta.get(f"/runs/{run.id}/activities/{step(run, 1)}")
    assert NEUTRAL in lesson.text and "Global Compact" in lesson.text and "Objective 1" in lesson.text
    assert len(arta.queries) <= 12
    reading = arta.get(f"/runs/{run.id}/activities/{step(run, 2)}")
    assert REFUSED in reading.text and "Open the reading" not in reading.text
    for page in (lesson, reading):
        assert SECRET not in page.text and "item 7" not in page.text and "/read#page=3" not in page.text

    assert SECRET in elena.get(f"/runs/{run.id}/activities/{step(run, 1)}").text
    assert SECRET in elena.get(f"/runs/{run.id}/activities/{step(run, 2)}").text


def test_opening_what_one_may_not_see_is_refused_and_completes_nothing(browse, session, cast, run) -> None:
    arta = browse(cast.arta)
    refused = arta.get(f"/runs/{run.id}/activities/{step(run, 2)}/source")
    assert refused.status_code == 403 and SECRET not in refused.text and REFUSED in refused.text
    done = select(func.count()).where(ActivityProgress.done_at.is_not(None))
    assert session.scalar(done) == 0


def test_leave_to_read_shows_the_title(browse, session, cast: Cast, run: CourseRun, record: Resource) -> None:
    leave = GrantForm(holder_kind="person", holder_id=cast.arta.id, reason="For the course")
    grant(session, record, leave, by=as_actor(cast.elena))
    session.commit()
    assert SECRET in browse(cast.arta).get(f"/runs/{run.id}/activities/{step(run, 1)}").text


def test_of_a_withdrawn_record_its_level_still_knows_the_title(browse, session, cast, run, record: Resource) -> None:
    record.access = AccessLevel.SIGNED_IN
    withdraw_resource(session, record, WithdrawalForm(reason="Superseded"), by=as_actor(cast.elena))
    session.commit()
    arta = browse(cast.arta)
    assert SECRET in arta.get(f"/runs/{run.id}/activities/{step(run, 1)}").text
    assert arta.get(f"/library/{record.id}").status_code == 410


def test_a_trainer_finds_and_names_only_what_they_may_see(browse, session, cast: Cast, record: Resource) -> None:
    by = as_actor(cast.mira, ("manager", "", 0))
    course = a_written_course(session, by)
    cast.give(cast.marko, RoleName.TRAINER, "course", course.id)
    section = a_section(session, course, by)
    lesson = a_lesson(session, section, by)
    marko, mira = browse(cast.marko), browse(cast.mira)
    path = f"/teach/activities/{lesson.id}/sources"
    assert SECRET not in marko.get(f"{path}?q=minutes").text
    assert marko.post(path, data={"resource_id": str(record.id)}).status_code == 422

    mira.post(path, data={"resource_id": str(record.id), "locator": "item 7"})
    assert SECRET in mira.get(path).text
    seen = marko.get(path).text
    assert SECRET not in seen and NEUTRAL in seen


def test_the_words_of_a_reading_are_changed_without_seeing_its_record(browse, session, cast, record) -> None:
    by = as_actor(cast.mira, ("manager", "", 0))
    course = a_written_course(session, by)
    cast.give(cast.marko, RoleName.TRAINER, "course", course.id)
    facts = {"resource_id": record.id, "pages": "item 7", "page": 0}
    reading = a_lesson(session, a_section(session, course, by), by, kind="reading", settings=facts)
    marko, address = browse(cast.marko), f"/teach/activities/{reading.id}"
    page = marko.get(address).text
    assert SECRET not in page and NEUTRAL in page
    form = {"title": "Read it well", "resource_id": str(record.id), "pages": "item 7", "required": "on"}
    assert "Saved." in marko.post(address, data=form).text
    other = make_record(session, "Another secret", access=AccessLevel.STAFF)
    assert marko.post(address, data=form | {"resource_id": str(other.id)}).status_code == 422
