"""What an edition shows stays, whatever becomes of the files of its course."""

from pathlib import Path

import pytest
from lxml import html
from sqlalchemy import select

from courses.catalogue.models import EditionActivity, EditionFile, PublishedForeverError
from courses.content.editions import publish_course
from courses.content.services import add_course_file
from rmtc.files.services import keep_file
from rmtc.files.store import open_store
from rmtc.parts import ACTIVITY_KINDS
from tests.factories.courses import a_learner, a_run, as_actor
from tests.factories.writing import PICTURE, a_lesson, a_picture, a_section, a_written_course

NEWER = PICTURE.replace("A line", "Another line")


@pytest.fixture
def by(cast):
    return as_actor(cast.mira, ("manager", "", 0))


@pytest.fixture
def course(session, settings, by):
    made = a_written_course(session, by)
    a_picture(session, settings, made, by)
    a_lesson(session, a_section(session, made, by), by, body="![A line](line.svg)")
    return made


def replace_picture(session, settings, course, by) -> None:
    path = Path(settings.data) / "newer.svg"
    path.write_text(NEWER)
    add_course_file(session, course, "line.svg", keep_file(session, open_store(settings), path), by=by)
    session.commit()


def picture_of(session, edition) -> str:
    text = session.scalars(select(EditionActivity.html).where(EditionActivity.edition_id == edition.id)).one()
    return html.fromstring(text).xpath("//img/@src")[0]


def test_an_old_edition_shows_the_old_picture(browse, session, settings, cast, course, by) -> None:
    first = publish_course(session, course, ACTIVITY_KINDS, by=by)
    replace_picture(session, settings, course, by)
    second = publish_course(session, course, ACTIVITY_KINDS, by=by)
    a_learner(session, a_run(session, first, cast.mira), cast.arta, cast.mira)
    browser = browse(cast.arta)
    old, new = (browser.get(picture_of(session, edition)) for edition in (first, second))
    assert (old.text, new.text) == (PICTURE, NEWER)
    assert "immutable" in old.headers["cache-control"]
    assert browser.get(f"/courses/{course.slug}/files/line.svg").text == NEWER


def test_only_what_the_course_showed_is_given(browse, session, settings, cast, course, by) -> None:
    publish_course(session, course, ACTIVITY_KINDS, by=by)
    elsewhere = a_written_course(session, by)
    replace_picture(session, settings, elsewhere, by)
    other = session.scalars(select(EditionFile.sha256)).one()[::-1][:16]
    browser = browse(cast.mira)
    assert browser.get(f"/courses/{course.slug}/files/line.svg?v={other}").status_code == 404
    assert browser.get(f"/courses/{course.slug}/files/line.svg?v=%25").status_code == 404
    assert browser.get(f"/courses/{course.slug}/files/line.svg?v=").status_code == 404


def test_the_files_of_an_edition_never_change(session, course, by) -> None:
    publish_course(session, course, ACTIVITY_KINDS, by=by)
    kept = session.scalars(select(EditionFile)).one()
    kept.name = "other.svg"
    with pytest.raises(PublishedForeverError):
        session.flush()


def test_a_published_course_keeps_the_name_its_lessons_use(browse, session, cast, course, by) -> None:
    facts = {"slug": "other-name", "title": course.title, "summary": course.summary, "language": "en"}
    publish_course(session, course, ACTIVITY_KINDS, by=by)
    session.commit()
    page = browse(cast.mira).post(f"/teach/courses/{course.slug}/facts", data=facts)
    assert page.status_code == 422
    assert "Published lessons use this name." in page.text
    assert 'value="other-name"' in page.text
