"""A record that lessons name: where it is used, and who hears when it is withdrawn."""

from sqlalchemy import select

from courses.catalogue.models import CourseState
from courses.content.forms import SourceForm
from courses.content.sources import add_source
from rmtc.db import WriteSession
from rmtc.mail.models import Mail
from tests.factories.courses import as_actor
from tests.factories.library import make_record
from tests.factories.writing import a_lesson, a_section, a_written_course
from tests.personas import Cast


def test_owners_hear_of_a_withdrawal_in_their_language(browse, session: WriteSession, cast: Cast) -> None:
    by = as_actor(cast.mira, ("manager", "", 0))
    record = make_record(session, "Refugee Convention")
    courses = [a_written_course(session, by, title=f"Course {letter}") for letter in "ABC"]
    for course in courses[:2]:
        lesson = a_lesson(session, a_section(session, course, by), by)
        add_source(session, lesson, SourceForm(resource_id=record.id), by=by)
        add_source(session, lesson, SourceForm(resource_id=record.id, locator="Article 33"), by=by)
        course.state = CourseState.PUBLISHED
        cast.give(cast.marko, "trainer", "course", course.id)
    cast.give(cast.ivana, "author", "course", courses[1].id)
    cast.give(cast.arta, "trainer", "course", courses[2].id)
    cast.ivana.language = "sr-Cyrl"
    session.commit()
    librarian = browse(cast.elena)
    asked = librarian.get(f"/desk/resources/{record.id}").text
    assert "These courses name it" in asked and "Course A" in asked and "Course C" not in asked

    librarian.post(f"/desk/resources/{record.id}/withdrawal", data={"reason": ""})
    assert session.scalars(select(Mail)).all() == []
    librarian.post(f"/desk/resources/{record.id}/withdrawal", data={"reason": "Published by mistake"})

    letters = {mail.to: mail for mail in session.scalars(select(Mail))}
    assert set(letters) == {cast.marko.email, cast.ivana.email}
    said = letters[cast.marko.email]
    assert "Course A\nCourse B\n" in said.text and "Published by mistake" in said.text
    assert said.text.rstrip().endswith(f"/library/{record.id}")
    assert "Наводе га лекције" in letters[cast.ivana.email].text
    assert "Course A" not in letters[cast.ivana.email].text


def test_a_record_that_nobody_names_is_withdrawn_in_silence(browse, session: WriteSession, cast: Cast) -> None:
    record = make_record(session, "Alone")
    librarian = browse(cast.elena)
    assert "These courses name it" not in librarian.get(f"/desk/resources/{record.id}").text
    librarian.post(f"/desk/resources/{record.id}/withdrawal", data={"reason": "Published by mistake"})
    assert session.scalars(select(Mail)).all() == []
