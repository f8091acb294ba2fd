"""Courses with contents, made by the services as trainers make them."""

from itertools import count
from pathlib import Path
from typing import Any

from courses.catalogue.forms import CourseForm
from courses.catalogue.models import Course
from courses.catalogue.services import add_course
from courses.content.forms import ActivityForm, SectionForm
from courses.content.models import Activity, CourseFile, Section
from courses.content.services import add_activity, add_course_file, add_section
from rmtc.accounts.actors import Actor
from rmtc.config import Settings
from rmtc.db import WriteSession
from rmtc.files.services import keep_file
from rmtc.files.store import open_store

numbers = count(1)
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>A line</title><path d="M0 0H9"/></svg>'


def a_written_course(session: WriteSession, by: Actor, **facts: Any) -> Course:
    """A draft without contents."""
    usual = {"slug": f"written-{next(numbers)}", "title": "Migration Governance", "summary": "Who decides what."}
    course = add_course(session, CourseForm(**usual | facts), by=by)
    session.commit()
    return course


def a_section(session: WriteSession, course: Course, by: Actor, title: str = "Beginnings") -> Section:
    """A section at the end."""
    section = add_section(session, course, SectionForm(title=title), by=by)
    session.commit()
    return section


def a_lesson(
    session: WriteSession, section: Section, by: Actor, title: str = "Stocks and flows", **more: Any
) -> Activity:
    """A lesson at the end of a section."""
    facts = {"kind": "page", "minutes": 20, "required": True, "body": "## Counting\n\nA stock is counted on a day."}
    activity = add_activity(session, section, ActivityForm(title=title, **facts | more), by=by)
    session.commit()
    return activity


def a_picture(
    session: WriteSession, settings: Settings, course: Course, by: Actor, name: str = "line.svg"
) -> CourseFile:
    """A picture among the files of a course."""
    path = Path(settings.data) / Path(name).name
    path.write_text(PICTURE)
    stored = keep_file(session, open_store(settings), path)
    file = add_course_file(session, course, name, stored, by=by)
    session.commit()
    return file
