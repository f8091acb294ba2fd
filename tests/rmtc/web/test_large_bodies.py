"""Bodies that are too large end on a page of the site, in the language of whoever sent them."""

from sqlalchemy import select

from courses.content.models import Section
from tests.factories.courses import a_course


def test_too_much_is_answered_with_a_page(browse, cast) -> None:
    answer = browse(cast.arta).post("/account", data={"name": "x" * 1_100_000}, headers={"accept-language": "en"})
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("text/html")
    assert "That is too large" in answer.text
    assert "content-security-policy" in answer.headers


def test_a_program_is_told_as_programs_are(browse, cast) -> None:
    answer = browse(cast.arta).post("/account", data={"name": "x" * 1_100_000}, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["status"]) == (413, 413)


def test_the_longest_lesson_in_cyrillic_can_be_saved(browse, cast, session) -> None:
    course = a_course(session)
    browser = browse(cast.mira)
    browser.post(f"/teach/courses/{course.slug}/sections", data={"title": "Увод"})
    number = session.scalars(select(Section.id)).one()
    lesson = {"title": "Лекција", "body": "Ж" * 199_000, "minutes": "5"}
    answer = browser.post(f"/teach/sections/{number}/activities?kind=page", data=lesson)
    assert answer.status_code == 200
