"""The bibliography of a course: what it reads, for everybody who may see it."""

import json

import pytest
from lxml import html

from courses.catalogue.models import Course, CourseState
from library.resources.models import AccessLevel
from rmtc.db import WriteSession
from tests.browsing import Browser
from tests.factories.courses import a_course, a_handmade_edition, an_edition
from tests.factories.library import make_record
from tests.personas import Cast

FORMS = {"ris": "application/x-research-info-systems", "bib": "application/x-bibtex"}


@pytest.fixture
def course(session: WriteSession) -> Course:
    """A course that cites a public record twice, links another one, has a third read, and cites a restricted one."""
    records = [make_record(session, title) for title in ("Zebra report", "Asylum in figures", "Read me")]
    hidden = make_record(session, "Internal minutes", access=AccessLevel.SIGNED_IN)
    cited, linked, read = (record.id for record in records)
    course = a_course(session)
    a_handmade_edition(session, course, {"html": '<p><a href="/library/999999">gone</a></p>'})
    a_handmade_edition(
        session,
        course,
        {"content": {"sources": [{"resource_id": cited, "locator": "p. 4"}]}},
        {
            "content": {"sources": [{"resource_id": cited, "locator": "p. 9"}, {"resource_id": hidden.id}]},
            "html": f'<p><a href="/library/{linked}/read#page=3">p. 3</a></p>',
        },
        {"kind": "reading", "content": {"resource_id": read, "pages": "10–24"}},
        number=2,
    )
    return course


def test_it_lists_what_is_cited_linked_and_read(visitor: Browser, course: Course) -> None:
    page = visitor.get(f"/courses/{course.slug}/bibliography")
    words = " ".join(html.fromstring(page.text).text_content().split())
    assert words.index("Asylum in figures") < words.index("Zebra report")
    assert "1.1: p. 4" in words and "1.2: p. 9" in words and "1.3: 10–24" in words
    assert words.count("To be read") == 1
    assert "999999" not in page.text and "Internal minutes" not in page.text
    assert len(visitor.queries) <= 12
    assert f"/courses/{course.slug}/bibliography" in visitor.get(f"/courses/{course.slug}").text


@pytest.mark.parametrize("form", FORMS)
def test_reference_managers_get_the_same(visitor: Browser, course: Course, form: str) -> None:
    sent = visitor.get(f"/courses/{course.slug}/bibliography/{form}")
    assert sent.headers["content-type"] == f"{FORMS[form]}; charset=utf-8"
    assert sent.headers["content-disposition"] == f'attachment; filename="{course.slug}.{form}"'
    assert sent.text.count("rmtc-") == 3 and "Internal minutes" not in sent.text
    assert visitor.get(f"/courses/{course.slug}/bibliography/doc").status_code == 404


def test_whoever_may_see_more_gets_more(browse, cast: Cast, course: Course) -> None:
    sent = browse(cast.arta).get(f"/courses/{course.slug}/bibliography/json")
    assert {one["title"] for one in json.loads(sent.text)} == {
        "Asylum in figures",
        "Internal minutes",
        "Read me",
        "Zebra report",
    }


def test_a_draft_has_none_for_strangers(visitor: Browser, session: WriteSession, course: Course) -> None:
    course.state = CourseState.DRAFT
    session.commit()
    assert visitor.get(f"/courses/{course.slug}/bibliography").status_code == 404
    assert visitor.get(f"/courses/{course.slug}/bibliography/ris").status_code == 404


def test_a_long_list_comes_in_pages_at_the_same_cost(visitor: Browser, session: WriteSession) -> None:
    course = a_course(session)
    records = [make_record(session, f"Report {number:02}") for number in range(60)]
    an_edition(session, course, {"sources": [{"resource_id": record.id} for record in records]})
    first, last = (visitor.get(f"/courses/{course.slug}/bibliography?page={number}") for number in (1, 9))
    assert "Report 24" in first.text and "Report 25" not in first.text
    assert "Report 59" in last.text and 'start="51"' in last.text
    assert len(visitor.queries) <= 12
    assert len(first.content) < 40_000


def test_a_course_without_sources_says_so(visitor: Browser, session: WriteSession) -> None:
    course = a_course(session)
    assert "Nothing is cited yet" in visitor.get(f"/courses/{course.slug}/bibliography").text
