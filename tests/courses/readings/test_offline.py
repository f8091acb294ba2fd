"""A lesson as one file to take along."""

import pytest
from sqlalchemy import select

from courses.content.editions import publish_course
from courses.content.forms import SourceForm
from courses.content.services import set_sources
from courses.progress.models import ActivityProgress
from rmtc.parts import ACTIVITY_KINDS
from tests.factories.courses import a_learner, a_run, as_actor
from tests.factories.library import make_record
from tests.factories.writing import a_lesson, a_picture, a_section, a_written_course

TEXT = "A stock is [counted](/courses).\n\n![A line](line.svg)"


@pytest.fixture
def lesson(session, cast, site):
    """A run with a lesson that shows a picture and names an open and a closed record."""
    by = as_actor(cast.mira, ("manager", "", 0))
    course = a_written_course(session, by, title="Returns in practice")
    a_picture(session, site.settings, course, by)
    section = a_section(session, course, by)
    lesson = a_lesson(session, section, by, "Stocks & flows", body=TEXT)
    listed = a_lesson(session, section, by, "To read", kind="readings")
    open_one, closed = make_record(session, "Global Compact"), make_record(session, "Minutes", access="staff")
    forms = [SourceForm(resource_id=one.id) for one in (open_one, closed)]
    set_sources(session, lesson, forms, by=by)
    set_sources(session, listed, forms[:1], by=by)
    run = a_run(session, publish_course(session, course, ACTIVITY_KINDS, by=by), cast.mira)
    a_learner(session, run, cast.arta, cast.mira)
    session.commit()
    return f"/runs/{run.id}/activities/{lesson.id}", f"/runs/{run.id}/activities/{listed.id}"


def test_a_lesson_is_one_file_with_its_pictures(browse, session, cast, lesson) -> None:
    browser, (path, _listed) = browse(cast.arta), lesson
    assert f'href="{path}/offline"' in browser.get(path).text
    before = session.scalars(select(ActivityProgress.done_at)).all()
    answer = browser.get(f"{path}/offline")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "Stocks%20&%20flows.html" in answer.headers["content-disposition"]
    assert 'src="data:image/svg+xml;base64,' in answer.text
    assert 'href="http://127.0.0.1:8000/courses"' in answer.text
    assert "Global Compact" in answer.text and "Minutes" not in answer.text
    assert 'href="/' not in answer.text and 'src="/' not in answer.text and "<script" not in answer.text
    session.expire_all()
    assert session.scalars(select(ActivityProgress.done_at)).all() == before


def test_who_may_take_it_along(browse, visitor, cast, lesson) -> None:
    path, listed = lesson
    assert visitor.get(f"{path}/offline").url.path == "/sign-in"
    assert browse(cast.stranger).get(f"{path}/offline").status_code == 404
    assert browse(cast.arta).get(f"{listed}/offline").status_code == 404
