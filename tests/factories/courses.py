"""Courses, editions and runs for tests."""

from datetime import timedelta
from itertools import count
from typing import Any

from courses.catalogue.models import Course, CourseState, Edition, EditionActivity
from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol
from courses.runs.forms import RunForm
from courses.runs.models import CourseRun
from courses.runs.queries import today
from courses.runs.services import open_run
from rmtc.accounts.actors import Actor, actor_of
from rmtc.accounts.models import Person, Role, RoleName
from rmtc.clock import now
from rmtc.db import WriteSession

numbers = count(1)


def a_course(session: WriteSession, title: str = "Migration and Gender") -> Course:
    """A published course without a curriculum."""
    course = Course(
        slug=f"course-{next(numbers)}", title=title, language="en", state=CourseState.PUBLISHED, created_at=now()
    )
    session.add(course)
    session.commit()
    return course


def an_edition(session: WriteSession, course: Course, *activities: dict[str, Any], number: int = 1) -> Edition:
    """An edition of these activities; what one does not say is a required lesson of ten minutes in section 1."""
    edition = Edition(course_id=course.id, number=number, published_at=now(), digest="0" * 64)
    session.add(edition)
    session.flush()
    for position, given in enumerate(activities, 1):
        usual = {
            "activity_id": position,
            "number": f"1.{position}",
            "section_number": 1,
            "section_title": "Beginnings",
            "kind": "page",
            "title": f"Step {position}",
            "minutes": 10,
            "required": True,
            "outcomes": [],
            "content": {},
            "html": f"<p>The text of step {position}.</p>",
        }
        session.add(EditionActivity(edition_id=edition.id, position=position, **(usual | given)))
    session.commit()
    return edition


def as_actor(person: Person, *grants: tuple[str, str, int]) -> Actor:
    """The person as an actor with these roles."""
    roles = [
        Role(person_id=person.id, name=RoleName(name), scope_kind=kind, scope_id=ident) for name, kind, ident in grants
    ]
    return actor_of(person, roles)


def a_run(session: WriteSession, edition: Edition, by: Person, **changes: Any) -> CourseRun:
    """An open run that began a week ago and goes on for three more weeks."""
    facts = {
        "code": f"RUN-{next(numbers)}",
        "title": "Migration and Gender, spring",
        "starts": today() - timedelta(days=7),
        "ends": today() + timedelta(days=21),
        "listed": True,
    }
    run = open_run(session, edition, RunForm.model_validate(facts | changes), by=as_actor(by, ("manager", "", 0)))
    session.commit()
    return run


def a_learner(session: WriteSession, run: CourseRun, person: Person, by: Person) -> Enrolment:
    """Somebody who takes part in a run."""
    enrolment = enrol(session, run, person.id, by=as_actor(by))
    session.commit()
    return enrolment
