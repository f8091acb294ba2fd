"""Moving sections and activities: by a step up or down, or to a position."""

from courses.content import queries
from courses.content.forms import PlaceForm
from courses.content.models import Activity, Section
from courses.content.services import order_sections, place_activity
from rmtc.accounts.actors import Actor
from rmtc.db import WriteSession
from rmtc.errors import Refusal
from rmtc.i18n.texts import gettext as _


def move_section(session: WriteSession, section: Section, form: PlaceForm, *, by: Actor) -> Section:
    """Move a section within its course."""
    ids = [each.id for each in queries.sections_of(session, section.course_id)]
    place = form.position - 1 if form.position else ids.index(section.id) + form.step
    ids.remove(section.id)
    ids.insert(min(max(place, 0), len(ids)), section.id)
    course = queries.section_with_course(session, section.id)
    assert course is not None
    order_sections(session, course.course, ids, by=by)
    return section


def move_activity(session: WriteSession, activity: Activity, form: PlaceForm, *, by: Actor) -> Activity:
    """Move an activity; a step beyond the first or the last place goes on into the neighbouring section."""
    goal, place = _goal(session, activity, form)
    return place_activity(session, activity, goal, place, by=by)


def _goal(session: WriteSession, activity: Activity, form: PlaceForm) -> tuple[Section, int]:
    """The section to go to and the place in it, from 0."""
    if form.position is not None:
        goal = queries.section_with_course(session, form.section or activity.section_id)
        if goal is None or goal.course_id != activity.course_id:
            raise Refusal(_("This section is not in the course any more. Load the page again."))
        return goal, form.position - 1
    outline = queries.outline_of(session, activity.course_id)
    here = next(number for number, (section, _all) in enumerate(outline) if section.id == activity.section_id)
    section, siblings = outline[here]
    place = next((number for number, each in enumerate(siblings) if each.id == activity.id), 0) + form.step
    if place < 0 and here > 0:
        return outline[here - 1][0], len(outline[here - 1][1])
    if place >= len(siblings) and here + 1 < len(outline):
        return outline[here + 1][0], 0
    return section, place
