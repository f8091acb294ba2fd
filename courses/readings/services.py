"""Noting what a learner opens of a reading list."""

from sqlalchemy import select

from courses.catalogue.models import EditionActivity
from courses.progress.services import complete_by_opening, open_activity
from courses.readings.models import ReadingOpening
from courses.readings.queries import Item, is_read, items_of
from rmtc.accounts.actors import Actor
from rmtc.clock import now
from rmtc.db import WriteSession


def open_item(session: WriteSession, enrolment_id: int, activity: EditionActivity, item: Item, *, by: Actor) -> None:
    """Note that a reading was opened; the list is done when every required one was. Not once the course has ended."""
    if open_activity(session, enrolment_id, activity.activity_id) is None:
        return
    place = {
        "enrolment_id": enrolment_id,
        "activity_id": activity.activity_id,
        "resource_id": item.resource_id,
        "page": item.page,
    }
    if session.scalar(select(ReadingOpening.id).filter_by(**place)) is None:
        session.add(ReadingOpening(opened_at=now(), **place))
        session.flush()
    if is_read(items_of(session, activity, by, enrolment_id)):
        complete_by_opening(session, enrolment_id, activity.activity_id)
