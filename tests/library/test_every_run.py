"""A document opened to every run of a course: to its learners now and later, for as long as they have a place."""

import pytest
from sqlalchemy import select

from courses.enrolment.services import withdraw
from rmtc.accounts.models import Role, RoleName
from tests.factories.courses import a_course, a_learner, a_run, an_edition, as_actor
from tests.factories.library import take_text

RECORD = {"title": "A plan", "kind": "report", "language": "en", "access": "named", "date": "2024"}


def found(browser) -> int:
    return browser.get("/api/v1/library/search?q=juniperberry").json()["total"]


@pytest.fixture
def course(session):
    return a_course(session)


@pytest.fixture
def number(session, site, course, browse, cast, work) -> int:
    """A document that the librarian opened to every run of the course, before there was any."""
    taken = take_text(session, site, "Of juniperberry.", title="A plan", language="en", access="staff")
    elena = browse(cast.elena)
    label = f"Every run of {course.title}, also later ones ({course.slug})"
    assert label in elena.get("/desk/readers/suggestions?q=every run").json()["suggestions"]
    page = elena.post(f"/desk/resources/{taken.resource.id}", data=RECORD | {"readers": label})
    assert "The record is saved." in page.text and label in page.text
    work()
    return taken.resource.id


def test_a_run_that_comes_later_opens_it_to_its_learners_and_to_nobody_else(
    number, course, browse, cast, session, work
) -> None:
    edition = an_edition(session, course, {})
    for person in (cast.arta, cast.stranger):
        assert browse(person).get(f"/library/{number}").status_code == 404
        run = a_run(session, edition, cast.mira)
        enrolment = a_learner(session, run, person, cast.mira)
        assert browse(person).get(f"/library/{number}").status_code == 200
        assert browse(person).get(f"/library/{number}/files/note.txt").status_code == 200
        assert found(browse(person)) == 1

    other = a_run(session, an_edition(session, a_course(session, "Another"), {}), cast.mira)
    somebody = cast.make("Some Body")
    a_learner(session, other, somebody, cast.mira)
    assert browse(somebody).get(f"/library/{number}").status_code == 404
    assert found(browse(somebody)) == found(browse(cast.marko)) == found(browse()) == 0

    withdraw(session, run, enrolment, "Has moved away", by=as_actor(cast.mira))
    session.commit()
    assert browse(cast.stranger).get(f"/library/{number}").status_code == 404
    assert found(browse(cast.stranger)) == 0


def test_it_stays_open_while_there_is_a_place_in_another_run(number, course, browse, cast, session) -> None:
    edition = an_edition(session, course, {})
    first, second = a_run(session, edition, cast.mira), a_run(session, edition, cast.mira)
    enrolment = a_learner(session, first, cast.arta, cast.mira)
    a_learner(session, second, cast.arta, cast.mira)
    withdraw(session, first, enrolment, "Twice by mistake", by=as_actor(cast.mira))
    session.commit()
    assert browse(cast.arta).get(f"/library/{number}").status_code == 200
    held = session.scalars(select(Role.scope_kind).where(Role.person_id == cast.arta.id, Role.scope_id > 0))
    assert sorted(held) == ["run", "runs"]
    assert "every run of" in browse(cast.mira).get(f"/manage/people/{cast.arta.id}").text


def test_those_who_teach_a_course_are_not_its_learners(number, course, browse, cast, session) -> None:
    author = cast.make("Aut Hor")
    session.add(
        Role(person_id=author.id, name=RoleName.AUTHOR, scope_kind="course", scope_id=course.id,
             granted_at=cast.arta.created_at)
    )  # fmt: skip
    session.commit()
    assert browse(author).get(f"/library/{number}").status_code == 404
