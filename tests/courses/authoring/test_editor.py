"""Writing activities: lessons, readings, files, quizzes; drafts, preview, sources."""

import pytest
from lxml import html
from sqlalchemy import select

from courses.catalogue.models import Course
from courses.content.models import Activity, ActivityDraft, ActivitySource
from rmtc.accounts.models import RoleName
from rmtc.db import WriteSession
from tests.factories.courses import as_actor
from tests.factories.library import make_record
from tests.factories.writing import a_lesson, a_picture, a_section, a_written_course
from tests.personas import Cast


@pytest.fixture
def by(cast: Cast):
    return as_actor(cast.mira, ("manager", "", 0))


@pytest.fixture
def course(session: WriteSession, cast: Cast, by) -> Course:
    """A course whose trainer is Marko."""
    made = a_written_course(session, by)
    cast.give(cast.marko, RoleName.TRAINER, "course", made.id)
    return made


def test_a_lesson_is_written_and_saved(browse, session: WriteSession, cast: Cast, course: Course, by) -> None:
    section = a_section(session, course, by)
    browser = browse(cast.marko)
    assert "New: Lesson" in browser.get(f"/teach/sections/{section.id}/activities/new?kind=page").text
    form = {"title": "Rates and shares", "minutes": "", "body": "## One\n\nText."}

    browser.post(f"/teach/sections/{section.id}/activities?kind=page", data=form)

    lesson = session.scalars(select(Activity)).one()
    assert (lesson.title, lesson.minutes, lesson.required, lesson.kind) == ("Rates and shares", 0, False, "page")
    page = browser.post(f"/teach/activities/{lesson.id}", data=form | {"title": "Rates", "required": "on"})
    assert "Saved. Learners see it when you publish" in page.text and "Rates</span></a>" in page.text


def test_a_wrong_form_comes_back_with_the_text(browse, session, cast: Cast, course: Course, by) -> None:
    lesson = a_lesson(session, a_section(session, course, by), by)
    form = {"title": "", "minutes": "many", "body": "A text that took an hour."}

    page = browse(cast.marko).post(f"/teach/activities/{lesson.id}", data=form)

    assert page.status_code == 422
    assert "A text that took an hour." in page.text and "Please write a whole number." in page.text


def test_a_reading_is_found_in_the_library(browse, session: WriteSession, cast: Cast, course: Course, by) -> None:
    section, record = a_section(session, course, by), make_record(session, "Global Compact for Migration")
    browser = browse(cast.marko)
    address = f"/teach/sections/{section.id}/activities?kind=reading"
    form = {"title": "Read the compact", "body": "Look for *objectives*.", "pages": "Objective 1"}

    found = browser.post(f"{address}&find=yes", data=form | {"find": "compact"})
    assert found.status_code == 200
    assert "Global Compact for Migration" in found.text and "Look for *objectives*." in found.text
    assert browser.post(address, data=form).status_code == 422
    browser.post(address, data=form | {"resource_id": str(record.id)})

    reading = session.scalars(select(Activity)).one()
    assert reading.settings == {"resource_id": record.id, "pages": "Objective 1", "page": 0}
    assert "Look for *objectives*." in browser.get(f"/teach/activities/{reading.id}").text
    assert browser.post(address, data=form | {"resource_id": "999999"}).status_code == 422


def test_a_file_and_a_quiz_have_their_places(browse, session, settings, cast: Cast, course: Course, by) -> None:
    section = a_section(session, course, by)
    a_picture(session, settings, course, by, "handout.svg")
    browser = browse(cast.marko)
    address = f"/teach/sections/{section.id}/activities"

    assert browser.post(f"{address}?kind=file", data={"title": "Handout", "file": "other.pdf"}).status_code == 422
    browser.post(f"{address}?kind=file", data={"title": "Handout", "file": "handout.svg"})
    browser.post(f"{address}?kind=quiz", data={"title": "Check of module 1", "minutes": "20"})

    assert session.scalars(select(Activity.kind).order_by(Activity.position)).all() == ["file", "quiz"]
    assert browser.post(f"{address}?kind=magic", data={"title": "Magic"}).status_code == 404


def test_a_preview_shows_what_is_typed_and_saves_nothing(browse, session, cast: Cast, course: Course, by) -> None:
    lesson = a_lesson(session, a_section(session, course, by), by)
    record = make_record(session, "Global Compact for Migration", key="gcm")
    text = "## New\n\nSee [[lib:gcm#p=3|p. 3]], [[lib:lost|p. 9]] and ![a chair](chair.svg).\n\n<script>x()</script>"
    browser = browse(cast.marko)

    page = browser.post(f"/teach/activities/{lesson.id}/preview", data={"title": "T1", "body": text})

    assert f'href="/library/{record.id}/read#page=3"' in page.text
    assert "the library shows no record “lost”" in page.text and "the course has no file “chair.svg”" in page.text
    assert "<script>x" not in page.text
    part = browser.post(
        f"/teach/activities/{lesson.id}/preview", data={"title": "T1", "body": text}, headers={"hx-request": "true"}
    )
    assert "<html" not in part.text and 'id="s-new"' in part.text
    session.expire_all()
    assert "New" not in session.get_one(Activity, lesson.id).body


def test_what_is_typed_is_kept_as_a_draft(browse, session: WriteSession, cast: Cast, course: Course, by) -> None:
    lesson = a_lesson(session, a_section(session, course, by), by)
    browser = browse(cast.marko)
    path = f"/teach/activities/{lesson.id}"

    for words in ("First try.", "Second try."):
        kept = browser.post(f"{path}/draft", data={"title": "", "body": words})
        assert kept.status_code == 200 and "kept_at" in kept.json()

    assert session.scalars(select(ActivityDraft)).one().typed == {"title": "", "body": "Second try."}
    page = browser.get(path)
    assert "that was not saved" in page.text and "Second try." not in page.text
    assert "Second try." in browser.get(f"{path}?draft=true").text
    assert "that was not saved" not in browse(cast.mira).get(path).text
    assert "that was not saved" not in browser.post(f"{path}/draft/removal").text


def test_saving_ends_the_draft(browse, session: WriteSession, cast: Cast, course: Course, by) -> None:
    lesson = a_lesson(session, a_section(session, course, by), by)
    browser = browse(cast.marko)
    browser.post(f"/teach/activities/{lesson.id}/draft", data={"title": "Draft", "body": "Draft."})
    browser.post(f"/teach/activities/{lesson.id}", data={"title": "Saved", "body": "Saved."})
    assert session.scalars(select(ActivityDraft)).all() == []


def test_sources_are_found_added_and_taken_away(browse, session, cast: Cast, course: Course, by) -> None:
    lesson = a_lesson(session, a_section(session, course, by), by)
    record = make_record(session, "Refugee Convention")
    hidden = make_record(session, "Refugee notes", publish=False)
    browser = browse(cast.marko)
    path = f"/teach/activities/{lesson.id}/sources"
    found = browser.get(f"{path}?q=refugee")
    assert "Refugee Convention" in found.text and "Refugee notes" not in found.text

    page = browser.post(path, data={"resource_id": str(record.id), "locator": "Article 33", "page": ""})

    assert "Article 33" in page.text
    assert browser.post(path, data={"locator": "typed", "q": "refugee"}).status_code == 422
    assert browser.post(path, data={"resource_id": str(hidden.id)}).status_code == 422
    source = session.scalars(select(ActivitySource)).one()
    assert "Article 33" not in browser.post(f"{path}/{source.id}/removal").text
    assert browser.post(f"{path}/{source.id}/removal").status_code == 404


def test_who_saves_second_is_shown_both_texts_and_loses_nothing(
    browse, session, cast: Cast, course: Course, by
) -> None:
    lesson = a_lesson(session, a_section(session, course, by), by)
    marko, mira = browse(cast.marko), browse(cast.mira)
    seen = html.fromstring(marko.get(f"/teach/activities/{lesson.id}").text).forms[-1].fields["seen"]
    form = {"title": "Rates", "minutes": "5", "seen": seen}

    assert mira.post(f"/teach/activities/{lesson.id}", data=form | {"body": "What Mira wrote."}).status_code == 200
    page = marko.post(f"/teach/activities/{lesson.id}", data=form | {"body": "What Marko wrote."})

    assert page.status_code == 422
    assert "This has been saved anew since you opened it" in page.text
    assert "What Mira wrote." in page.text and "What Marko wrote." in page.text
    session.refresh(lesson)
    assert lesson.body == "What Mira wrote."
    newest = html.fromstring(page.text).forms[-1].fields["seen"]
    marko.post(f"/teach/activities/{lesson.id}", data=form | {"body": "What both wrote.", "seen": newest})
    session.refresh(lesson)
    assert lesson.body == "What both wrote."
