"""Changing what a course is made of; learners see it once it is published."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from courses.catalogue.models import Course
from courses.content import queries
from courses.content.drafts import discard_draft
from courses.content.forms import ActivityForm, SectionForm, SourceForm
from courses.content.models import Activity, ActivitySource, CourseFile, Section
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import Refusal, SavedMeanwhile
from rmtc.files.models import StoredFile
from rmtc.i18n.texts import gettext as _


def add_section(session: WriteSession, course: Course, form: SectionForm, *, by: Actor) -> Section:
    """Put a new section at the end of a course."""
    position = queries.next_position(session, Section, course.id)
    section = Section(course_id=course.id, position=position, **form.model_dump())
    session.add(section)
    session.flush()
    record(session, "section.added", ("course", course.id), by=by.id, section=section.id, title=form.title)
    return section


def edit_section(session: WriteSession, section: Section, form: SectionForm, *, by: Actor) -> Section:
    """Change a section's words."""
    for name, value in form.model_dump().items():
        setattr(section, name, value)
    record(session, "section.edited", ("course", section.course_id), by=by.id, section=section.id, title=form.title)
    return section


def remove_section(session: WriteSession, section: Section, *, by: Actor) -> None:
    """Remove an empty section; raises Refusal when it holds activities."""
    held = select(Activity.id).where(Activity.section_id == section.id, Activity.removed_at.is_(None)).limit(1)
    if session.scalar(held) is not None:
        raise Refusal(_("This section still holds activities. Move or remove them first."))
    gone = session.scalars(select(Activity).where(Activity.section_id == section.id)).all()
    if gone:
        raise Refusal(_("Activities removed from this section can still be brought back, so it has to stay."))
    record(session, "section.removed", ("course", section.course_id), by=by.id, title=section.title)
    session.delete(section)


def add_activity(session: WriteSession, section: Section, form: ActivityForm, *, by: Actor) -> Activity:
    """Put a new activity at the end of a section."""
    activity = Activity(
        course_id=section.course_id,
        section_id=section.id,
        position=queries.next_position(session, Activity, section.id),
        updated_at=now(),
        **form.model_dump(),
    )
    session.add(activity)
    session.flush()
    _note(session, "added", activity, by)
    return activity


def edit_activity(
    session: WriteSession, activity: Activity, form: ActivityForm, *, by: Actor, seen: str = ""
) -> Activity:
    """Change an activity; what its editor had kept as a draft is done with. The kind stays what it was.

    `seen` is when the activity had been saved that was seen and changed (ISO 8601, UTC; empty: whichever);
    SavedMeanwhile when another has been saved since.
    """
    session.refresh(activity, with_for_update=True)
    newest = activity.updated_at.isoformat()
    if seen not in {"", newest}:
        message = _("This has been saved anew since you opened it. Both texts are below: make one of them, then save.")
        raise SavedMeanwhile(message, newest)
    for name, value in form.model_dump(exclude={"kind"}).items():
        setattr(activity, name, value)
    activity.updated_at = now()
    discard_draft(session, activity, by=by)
    _note(session, "edited", activity, by)
    return activity


def remove_activity(session: WriteSession, activity: Activity, *, by: Actor) -> Activity:
    """Take an activity out of the course; it can be brought back, and editions keep it."""
    activity.removed_at = now()
    _note(session, "removed", activity, by)
    return activity


def restore_activity(session: WriteSession, activity: Activity, *, by: Actor) -> Activity:
    """Bring a removed activity back to the end of its section."""
    activity.removed_at = None
    activity.position = queries.next_position(session, Activity, activity.section_id)
    _note(session, "restored", activity, by)
    return activity


def order_sections(session: WriteSession, course: Course, ids: Sequence[int], *, by: Actor) -> None:
    """Put the sections of a course into this order; ones that are not named keep theirs, after these."""
    sections = {section.id: section for section in queries.sections_of(session, course.id)}
    _renumber([sections[one] for one in ids if one in sections], list(sections.values()))
    record(session, "course.reordered", ("course", course.id), by=by.id)


def place_activity(session: WriteSession, activity: Activity, section: Section, place: int, *, by: Actor) -> Activity:
    """Move an activity to a place (from 0) of a section of the same course."""
    if section.course_id != activity.course_id:
        raise Refusal(_("An activity cannot move into another course."))
    there = queries.activities_by_section(session, section.course_id).get(section.id, [])
    others = [one for one in there if one.id != activity.id]
    others.insert(max(0, min(place, len(others))), activity)
    activity.section_id = section.id
    _renumber(others, others)
    _note(session, "moved", activity, by)
    return activity


def _renumber(first: Sequence[Section | Activity], every: Sequence[Section | Activity]) -> None:
    named = {one.id for one in first}
    for position, one in enumerate([*first, *(one for one in every if one.id not in named)], start=1):
        one.position = position


def set_sources(session: WriteSession, activity: Activity, forms: Sequence[SourceForm], *, by: Actor) -> None:
    """Replace the sources of an activity."""
    session.execute(delete(ActivitySource).where(ActivitySource.activity_id == activity.id))
    for position, form in enumerate(forms, start=1):
        session.add(ActivitySource(activity_id=activity.id, position=position, **form.model_dump()))
    session.flush()
    record(session, "activity.sourced", ("course", activity.course_id), by=by.id, activity=activity.id)


def add_course_file(session: WriteSession, course: Course, name: str, stored: StoredFile, *, by: Actor) -> CourseFile:
    """Give a course a file under a name; a new content under an old name replaces it from the next edition on."""
    found = queries.course_file(session, course.id, name)
    if found is None:
        found = CourseFile(course_id=course.id, name=name, sha256=stored.sha256, created_at=now())
        session.add(found)
    found.sha256 = stored.sha256
    session.flush()
    record(session, "course.file_added", ("course", course.id), by=by.id, name=name, sha256=stored.sha256)
    return found


def _note(session: WriteSession, what: str, activity: Activity, by: Actor) -> None:
    details = {"activity": activity.id, "title": activity.title}
    record(session, f"activity.{what}", ("course", activity.course_id), by=by.id, **details)
