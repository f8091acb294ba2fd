"""The outline of a course: adding, moving, removing, by buttons that need no script."""

import pytest
from lxml import html
from sqlalchemy import func, select

from courses.catalogue.models import Course
from courses.content.models import Activity, Section
from rmtc.accounts.models import RoleName
from rmtc.db import WriteSession
from tests.factories.courses import as_actor
from tests.factories.curricula import a_curriculum
from tests.factories.writing import a_lesson, a_section, a_written_course
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


def words(answer) -> str:
    """What a page says, without its markup."""
    return " ".join(html.fromstring(answer.text).text_content().split())


def titles(session: WriteSession, section: Section) -> list[str]:
    session.expire_all()
    here = Activity.section_id == section.id, Activity.removed_at.is_(None)
    return list(session.scalars(select(Activity.title).where(*here).order_by(Activity.position)))


def test_an_author_begins_a_course_from_a_curriculum(browse, session: WriteSession, cast: Cast, by) -> None:
    version = a_curriculum(session, by)
    browser = browse(cast.make("Ana Author", RoleName.AUTHOR))
    assert "Migration and Gender" in browser.get(f"/teach/courses/new?curriculum={version.id}").text
    form = {"slug": "gender-first", "title": "Gender first", "language": "en", "proofread": "on"}

    page = browser.post("/teach/courses", data=form | {"curriculum_version_id": str(version.id)})

    assert "The course is empty" in page.text
    assert browser.get("/teach/courses/gender-first").status_code == 200
    assert "Gender first" in browser.get("/teach").text
    again = browser.post("/teach/courses", data=form | {"title": "Typed twice"})
    assert again.status_code == 422 and "Typed twice" in again.text and "has this name in its address" in again.text


def test_facts_are_changed(browse, cast: Cast, course: Course) -> None:
    browser = browse(cast.marko)
    form = {"slug": course.slug, "title": "Governance anew", "language": "sr-Latn", "description": "A *new* start."}
    assert "Governance anew" in browser.post(f"/teach/courses/{course.slug}/facts", data=form).text
    wrong = browser.post(f"/teach/courses/{course.slug}/facts", data=form | {"slug": "Not An Address"})
    assert wrong.status_code == 422 and "Not An Address" in wrong.text


def test_sections_are_added_changed_and_moved(browse, session: WriteSession, cast: Cast, course: Course, by) -> None:
    browser = browse(cast.marko)
    for title in ("First", "Second", "Third"):
        browser.post(f"/teach/courses/{course.slug}/sections", data={"title": title, "summary": "About it."})
    ids = list(session.scalars(select(Section.id).order_by(Section.position)))

    browser.post(f"/teach/sections/{ids[2]}/place", data={"step": "-1"})
    browser.post(f"/teach/sections/{ids[0]}", data={"title": "The first", "summary": ""})
    page = browser.post(f"/teach/sections/{ids[0]}/place", data={"step": "-1"})

    places = [page.text.index(text) for text in ("1. The first", "2. Third", "3. Second")]
    assert places == sorted(places)
    empty = browser.post(f"/teach/courses/{course.slug}/sections", data={"title": ""})
    assert empty.status_code == 422 and "Please fill this in." in empty.text


def test_activities_move_by_steps_also_into_the_next_section(browse, session, cast: Cast, course: Course, by) -> None:
    one, two = a_section(session, course, by, "One"), a_section(session, course, by, "Two")
    lessons = [a_lesson(session, one, by, title) for title in ("Aa", "Bb", "Cc")]
    browser = browse(cast.marko)

    browser.post(f"/teach/activities/{lessons[0].id}/place", data={"step": "1"})
    assert titles(session, one) == ["Bb", "Aa", "Cc"]
    browser.post(f"/teach/activities/{lessons[2].id}/place", data={"step": "1"})
    assert (titles(session, one), titles(session, two)) == (["Bb", "Aa"], ["Cc"])
    browser.post(f"/teach/activities/{lessons[2].id}/place", data={"step": "-1"})
    assert titles(session, one) == ["Bb", "Aa", "Cc"]


def test_activities_move_to_a_place(browse, session: WriteSession, cast: Cast, course: Course, by) -> None:
    one, two = a_section(session, course, by, "One"), a_section(session, course, by, "Two")
    lessons = [a_lesson(session, one, by, title) for title in ("Aa", "Bb", "Cc")]
    a_lesson(session, two, by, "Dd")
    browser = browse(cast.marko)

    browser.post(f"/teach/activities/{lessons[0].id}/place", data={"section": str(two.id), "position": "1"})
    assert (titles(session, one), titles(session, two)) == (["Bb", "Cc"], ["Aa", "Dd"])
    elsewhere = a_section(session, a_written_course(session, by), by)
    stray = browser.post(
        f"/teach/activities/{lessons[0].id}/place", data={"section": str(elsewhere.id), "position": "1"}
    )
    assert stray.status_code == 409


def test_what_was_removed_comes_back(browse, session: WriteSession, cast: Cast, course: Course, by) -> None:
    section = a_section(session, course, by)
    lesson = a_lesson(session, section, by)
    browser = browse(cast.marko)

    gone = browser.post(f"/teach/activities/{lesson.id}/removal")
    assert "Bring back" in gone.text
    assert titles(session, section) == []
    browser.post(f"/teach/activities/{lesson.id}/return")
    assert titles(session, section) == ["Stocks and flows"]


def test_only_an_empty_section_is_removed(browse, session: WriteSession, cast: Cast, course: Course, by) -> None:
    empty, full = a_section(session, course, by, "Empty"), a_section(session, course, by, "Full")
    a_lesson(session, full, by)
    browser = browse(cast.marko)
    assert "1. Full" in browser.post(f"/teach/sections/{empty.id}/removal").text
    refused = browser.post(f"/teach/sections/{full.id}/removal")
    assert refused.status_code == 409 and "Move or remove them first" in refused.text


def test_only_those_who_write_a_course_change_it(browse, visitor, session, cast: Cast, course: Course, by) -> None:
    section = a_section(session, course, by)
    lesson = a_lesson(session, section, by)
    cast.give(cast.stranger, RoleName.LEARNER)
    other = cast.make("Other Trainer", RoleName.TRAINER)
    paths = [
        f"/teach/courses/{course.slug}/sections",
        f"/teach/courses/{course.slug}/facts",
        f"/teach/sections/{section.id}",
        f"/teach/sections/{section.id}/place",
        f"/teach/sections/{section.id}/removal",
        f"/teach/sections/{section.id}/activities?kind=page",
        f"/teach/activities/{lesson.id}",
        f"/teach/activities/{lesson.id}/place",
        f"/teach/activities/{lesson.id}/removal",
        f"/teach/activities/{lesson.id}/draft",
        f"/teach/activities/{lesson.id}/preview",
        f"/teach/activities/{lesson.id}/sources",
    ]
    before = session.scalar(select(func.count()).select_from(Activity))
    stranger, insider = browse(cast.stranger), browse(other)
    for path in paths:
        assert stranger.post(path, data={"title": "Mine"}).status_code == 404, path
        assert insider.post(path, data={"title": "Mine"}).status_code == 403, path
        assert visitor.post(path, data={"title": "Mine"}).status_code == 401, path
        cross = browse(cast.marko).post(path, data={"title": "Mine"}, headers={"sec-fetch-site": "cross-site"})
        assert cross.status_code == 403, path
    assert session.scalar(select(func.count()).select_from(Activity)) == before
    assert stranger.get(f"/teach/courses/{course.slug}").status_code == 404
    assert stranger.get("/teach").status_code == 403
    assert visitor.get("/teach", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("many", [10, 1000])
def test_the_cost_of_the_outline_stays_the_same(browse, session, cast: Cast, course: Course, by, many: int) -> None:
    section = a_section(session, course, by)
    lesson = a_lesson(session, section, by)
    facts = {
        "course_id": course.id,
        "section_id": section.id,
        "kind": "page",
        "body": "Text",
        "outcomes": [],
        "settings": {},
        "updated_at": lesson.updated_at,
    }
    session.add_all([Activity(position=n, title=f"Lesson no. {n}", **facts) for n in range(2, many + 1)])
    session.commit()
    browser = browse(cast.marko)

    page = browser.get(f"/teach/courses/{course.slug}?section={section.id}&number={many // 25}")

    assert f"1.{many} Lesson no. {many}" in words(page)
    assert len(browser.queries) <= 12
    moved = browser.post(f"/teach/activities/{lesson.id}/place", data={"position": str(many)})
    assert f"1.{many} {lesson.title}" in words(moved), "the page that holds it is shown"


def test_a_long_outline_shows_one_section_at_a_time(
    browse, session: WriteSession, cast: Cast, course: Course, by
) -> None:
    first, second = a_section(session, course, by, "First"), a_section(session, course, by, "Second")
    for section, name in ((first, "Aa"), (second, "Bb")):
        for number in range(26):
            a_lesson(session, section, by, f"{name} {number:02}")
    browser = browse(cast.marko)

    page = browser.get(f"/teach/courses/{course.slug}")
    link = f'href="/teach/courses/{course.slug}?section={second.id}#section-{second.id}"'
    assert link in page.text
    page = words(page)
    assert "1.25 Aa 24" in page and "Aa 25" not in page and "Bb 00" not in page
    assert "1.26 Aa 25" in words(browser.get(f"/teach/courses/{course.slug}?section={first.id}&number=2"))

    last = session.scalars(select(Activity).where(Activity.title == "Bb 25")).one()
    moved = words(browser.post(f"/teach/activities/{last.id}/place", data={"step": "-1"}))
    assert "2.25 Bb 25" in moved and "Aa 00" not in moved
    gone = words(browser.post(f"/teach/activities/{last.id}/removal"))
    assert "2.1 Bb 00" in gone and "Bring back" in gone
    for strange, shown in (("section=999999", "Aa 00"), ("activity=999999&number=77", "Aa 25"), ("number=-5", "Aa 00")):
        assert shown in words(browser.get(f"/teach/courses/{course.slug}?{strange}"))
