"""The public reads about courses."""

import json
from pathlib import Path

from lxml import html
from sqlalchemy import insert, select

from courses.catalogue.models import Course, CourseState
from courses.content.services import add_course_file
from courses.runs.models import CourseRun
from rmtc.accounts.models import RoleName
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.files.services import keep_file
from rmtc.files.store import open_store
from tests.browsing import Browser
from tests.factories.awards import a_graded_run
from tests.factories.courses import a_course, a_run, an_edition, as_actor
from tests.personas import Cast


def the_course(session: WriteSession, cast: Cast) -> Course:
    graded = a_graded_run(session, cast)
    return session.get_one(Course, graded.run.course_id)


def test_the_catalogue_shows_courses_with_their_next_run(visitor: Browser, session: WriteSession, cast: Cast) -> None:
    course = the_course(session, cast)
    page = visitor.get("/courses")
    assert f'href="/courses/{course.slug}"' in page.text and "Next run" in page.text and "indicative" in page.text
    assert len(visitor.queries) <= 12


def test_the_catalogue_costs_the_same_for_a_thousand_courses(visitor: Browser, session: WriteSession) -> None:
    usual = {"state": CourseState.PUBLISHED, "created_at": now(), "language": "en"}
    session.execute(insert(Course), [{"slug": f"c-{n}", "title": f"Course {n:03}", **usual} for n in range(1000)])
    session.commit()
    first, last = visitor.get("/courses"), visitor.get("/courses?language=en&page=67")
    assert "Course 014" in first.text and "Course 015" not in first.text
    assert 'href="/courses?page=2" rel="next"' in first.text
    assert "Course 999" in last.text and "/courses?language=en&amp;page=66" in last.text
    assert len(visitor.queries) <= 12
    assert len(first.content) < 40_000


def test_filters_narrow_and_nonsense_harms_nothing(visitor: Browser, session: WriteSession, cast: Cast) -> None:
    the_course(session, cast)
    assert "No course fits" in visitor.get("/courses?level=8").text
    assert "Migration and Gender" in visitor.get("/courses?level=5&language=en").text
    assert visitor.get("/courses?level=xx").status_code == 200


def test_a_course_page_says_what_one_learns_and_when(visitor: Browser, session: WriteSession, cast: Cast) -> None:
    course = the_course(session, cast)
    page = visitor.get(f"/courses/{course.slug}")
    assert "Check yourself" in page.text and "Sign in to enrol" in page.text
    assert len(visitor.queries) <= 12
    (linked,) = html.fromstring(page.text).xpath("//script[@type='application/ld+json']/text()")
    described = json.loads(linked)
    assert described["@type"] == "Course" and len(described["hasCourseInstance"]) == 1


def test_somebody_signed_in_can_enrol_from_the_page(browse, session: WriteSession, cast: Cast) -> None:
    course = the_course(session, cast)
    page = browse(cast.elena).get(f"/courses/{course.slug}")
    assert "/enrolment" in page.text and "Ask for a place" in page.text


def test_a_draft_is_not_there(visitor: Browser, session: WriteSession, cast: Cast) -> None:
    course = the_course(session, cast)
    course.state = CourseState.DRAFT
    session.commit()
    assert visitor.get(f"/courses/{course.slug}").status_code == 404
    assert course.title not in visitor.get("/courses").text


def test_pictures_of_lessons_are_for_those_who_take_part(
    browse, visitor: Browser, session: WriteSession, cast: Cast, settings, tmp_path: Path
) -> None:
    course = the_course(session, cast)
    run = session.scalars(select(CourseRun).where(CourseRun.course_id == course.id)).one()
    cast.give(cast.marko, RoleName.TRAINER, "run", run.id)
    picture = tmp_path / "bars.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Bars</title></svg>')
    stored = keep_file(session, open_store(settings), picture)
    add_course_file(session, course, "figures/bars.svg", stored, by=as_actor(cast.mira))
    session.commit()
    address = f"/courses/{course.slug}/files/figures/bars.svg"

    shown = browse(cast.arta).get(address)
    assert shown.status_code == 200 and shown.headers["content-type"].startswith("image/svg+xml")
    assert "sandbox" in shown.headers["content-security-policy"]
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert browse(cast.arta).get(address.replace("bars", "none")).status_code == 404
    assert visitor.get(address, follow_redirects=False).status_code == 303
    for person in (cast.marko, cast.ivana, cast.mira):
        assert browse(person).get(address).status_code == 200
    for person in (cast.make("Olga Outside"), cast.elena):
        assert browse(person).get(address).status_code == 404


def test_programs_read_the_same_catalogue(visitor, session, cast) -> None:
    course = a_course(session, "Return and Reintegration")
    run = a_run(session, an_edition(session, course, {}), cast.mira)
    hidden = a_course(session, "Not yet")
    hidden.state = CourseState.DRAFT
    session.commit()
    answer = visitor.get("/api/v1/courses").json()
    told = {one["title"]: one for one in answer["courses"]}
    assert answer["total"] == len(told)
    assert "Not yet" not in told
    assert told["Return and Reintegration"]["runs"][0]["code"] == run.code
    assert told["Return and Reintegration"]["url"].endswith(f"/courses/{course.slug}")
    assert visitor.get("/api/v1/courses?language=sq").json() == {"total": 0, "courses": []}
