"""A reading list as its learner sees it."""

from courses.catalogue.models import EditionActivity
from courses.enrolment.models import Enrolment
from courses.progress.pages import Body, text_of
from courses.readings.queries import items_of
from courses.runs.models import CourseRun
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession


def show_readings(
    session: ReadSession, actor: Actor, _run: CourseRun, activity: EditionActivity, enrolment: Enrolment | None
) -> Body:
    """What is to be read, in order, and what of it was opened."""
    items = items_of(session, activity, actor, enrolment.id if enrolment else None)
    required = [one for one in items if one.is_required]
    return "courses/readings/_list.html", {
        "text": text_of(activity),
        "items": items,
        "left": sum(not one.is_open for one in required),
        "has_required": bool(required),
    }
