"""Courses, editions and runs for tests."""

from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import object_session

from courses.catalogue.forms import CourseForm
from courses.catalogue.models import Course, CourseState, Edition, EditionActivity
from courses.catalogue.services import add_course
from courses.content.editions import publish_course
from courses.content.forms import ActivityForm, SectionForm, SourceForm
from courses.content.models import Activity, Section
from courses.content.queries import outline_of, sections_of
from courses.content.services import add_activity, add_section, edit_activity, remove_activity, set_sources
from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol
from courses.runs.forms import RunForm
from courses.runs.models import CourseRun
from courses.runs.services import open_run
from rmtc.accounts.actors import Actor, actor_of, the_site
from rmtc.accounts.models import Person, Role, RoleName
from rmtc.clock import now, today
from rmtc.db import WriteSession
from rmtc.parts import ACTIVITY_KINDS

numbers = count(1)


def a_course(session: WriteSession, title: str = "Migration and Gender") -> Course:
    """A course without a curriculum that the catalogue shows, though it has no edition yet."""
    course = add_course(session, CourseForm(slug=f"course-{next(numbers)}", title=title), by=the_site())
    course.state = CourseState.PUBLISHED
    session.commit()
    return course


def an_edition(session: WriteSession, course: Course, *activities: dict[str, Any], number: int = 1) -> Edition:
    """An edition of these activities; what one does not say is a required lesson of ten minutes in section 1.

    A further edition takes the place of the one before: its steps are the same activities, as far as there are some;
    one with `anew` is another activity in the place of the one that was there.
    """
    by = the_site()
    written = [activity for _section, group in outline_of(session, course.id) for activity in group]
    section = _section(session, course, by)
    for place, given in enumerate(activities):
        form = _form(place + 1, given)
        before = session.get_one(Activity, written[place].id) if place < len(written) else None
        if before is not None and before.kind == form.kind and not given.get("anew"):
            activity = edit_activity(session, before, form, by=by)
        else:
            activity = add_activity(session, section, form, by=by)
            if before is not None:
                remove_activity(session, before, by=by)
        set_sources(session, activity, [SourceForm(**one) for one in given.get("sources", [])], by=by)
    for activity in written[len(activities) :]:
        remove_activity(session, activity, by=by)
    edition = publish_course(session, course, ACTIVITY_KINDS, by=by)
    assert edition.number == number
    session.commit()
    return edition


def _section(session: WriteSession, course: Course, by: Actor) -> Section:
    found = sections_of(session, course.id)
    return found[0] if found else add_section(session, course, SectionForm(title="Beginnings"), by=by)


def _form(place: int, given: dict[str, Any]) -> ActivityForm:
    usual = {"kind": "page", "title": f"Step {place}", "minutes": 10, "body": f"The text of step {place}."}
    return ActivityForm(**usual | {name: value for name, value in given.items() if name not in {"sources", "anew"}})


def a_handmade_edition(session: WriteSession, course: Course, *activities: dict[str, Any], number: int = 1) -> Edition:
    """An edition whose rows are written by hand, for what the services would refuse or make in another way.

    Tests need it for activities with a number that is known beforehand, for quizzes whose content is given, for
    readings of records that the library no longer shows, for links that lead nowhere, and for a thousand activities,
    which the services take half a minute to write. Otherwise `an_edition` makes what trainers make.
    """
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


def step(run: CourseRun, place: int) -> int:
    """The number of the activity at a place (from 1) of what a run teaches, as it stands in addresses."""
    session = object_session(run)
    assert session is not None
    here = EditionActivity.edition_id == run.edition_id, EditionActivity.position == place
    return session.scalars(select(EditionActivity.activity_id).where(*here)).one()


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
