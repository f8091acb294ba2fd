"""The counts of use as CSV."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select

from library.resources.models import Resource
from library.usage.models import UsageDay
from rmtc.db import Database
from rmtc.texts.spreadsheets import csv_lines

COLUMNS = ("day", "record", "title", "views", "downloads")


def usage_csv(database: Database, first: date, last: date) -> Iterator[str]:
    """A line for each record and day of a time; each day in a short transaction of its own, as it is sent."""
    yield "\ufeff" + csv_lines([COLUMNS])
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        rows = (
            select(Resource.id, Resource.title, UsageDay.views, UsageDay.downloads)
            .join(Resource, Resource.id == UsageDay.resource_id)
            .where(UsageDay.day == day)
            .order_by(Resource.id)
        )
        with database.reading() as session:
            part = csv_lines((day.isoformat(), *facts) for facts in session.execute(rows))
        if part:
            yield part
