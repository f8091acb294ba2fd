"""The counts of use as CSV."""

from datetime import date

from sqlalchemy import select

from library.resources.models import Resource
from library.usage.models import UsageDay
from rmtc.db import ReadSession
from rmtc.texts.spreadsheets import csv_table

COLUMNS = ("day", "record", "title", "views", "downloads")


def usage_csv(session: ReadSession, first: date) -> str:
    """A line for each record and day since a day."""
    rows = (
        select(UsageDay.day, Resource.id, Resource.title, UsageDay.views, UsageDay.downloads)
        .join(Resource, Resource.id == UsageDay.resource_id)
        .where(UsageDay.day >= first)
        .order_by(UsageDay.day, Resource.id)
    )
    return "\ufeff" + csv_table(COLUMNS, ((day.isoformat(), *facts) for day, *facts in session.execute(rows)))
