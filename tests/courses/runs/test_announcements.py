"""What the public pages say of courses and runs."""

from datetime import timedelta

from lxml import html

from courses.catalogue.models import CourseState
from courses.curricula.models import Curriculum, CurriculumVersion
from rmtc.clock import now, today
from rmtc.db import WriteSession
from tests.browsing import Browser
from tests.factories.courses import a_course, a_run, an_edition
from tests.personas import Cast


def test_a_course_with_an_open_run_is_on_the_home(visitor: Browser, session: WriteSession, cast: Cast) -> None:
    course = a_course(session, "Legal Migration")
    curriculum = Curriculum(code="LM", title="Legal Migration", created_at=now())
    session.add(curriculum)
    session.flush()
    version = CurriculumVersion(
        curriculum_id=curriculum.id, number=1, title="Legal Migration", level=6, ects=3.0, created_at=now()
    )
    session.add(version)
    session.flush()
    course.curriculum_version_id = version.id
    edition = an_edition(session, course, {})
    a_run(session, edition, cast.mira)
    start = today() + timedelta(days=3)
    a_run(session, edition, cast.mira, title="In spring", starts=start, ends=start, place="Plandište")

    page = html.fromstring(visitor.get("/").text)

    card = page.xpath("//li[contains(@class, 'course-card')]")
    assert [one.xpath("string(.//h3/a/@href)") for one in card] == [f"/courses/{course.slug}"]
    facts = " ".join(card[0].text_content().split())
    assert "EQF 6 indicative 3 ECTS" in facts
    assert "75 hours" in facts
    assert page.xpath("//*[contains(@class, 'agenda')]//a/text()") == ["In spring"]
    assert len(visitor.queries) <= 12
    events = html.fromstring(visitor.get("/events").text)
    assert events.xpath("//main//section[1]//h3/a/text()") == ["In spring"]
    assert "Plandište" in events.xpath("string(//main//section[1]//article)")
    assert f"/courses/{course.slug}<" in visitor.get("/sitemap.xml").text


def test_planned_runs_and_hidden_courses_stay_off_the_home(visitor: Browser, session: WriteSession, cast: Cast) -> None:
    planned, retired = a_course(session, "Planned"), a_course(session, "Retired")
    a_run(session, an_edition(session, planned, {}), cast.mira, listed=False)
    a_run(session, an_edition(session, retired, {}), cast.mira)
    retired.state = CourseState.RETIRED
    session.commit()

    assert "No course is open for enrolment today" in visitor.get("/").text
    assert f"/courses/{retired.slug}" not in visitor.get("/sitemap.xml").text


def test_many_runs_take_no_more_queries(visitor: Browser, session: WriteSession, cast: Cast) -> None:
    visitor.get("/")
    visitor.get("/")
    few = len(visitor.queries)
    for number in range(12):
        edition = an_edition(session, a_course(session, f"Course {number}"), {})
        a_run(session, edition, cast.mira, starts=today(), ends=today() + timedelta(days=9))
    text = visitor.get("/").text
    assert text.count("course-card") == 6
    assert len(visitor.queries) == few
    assert len(text.encode()) < 40_000
