"""Reading lists with what a learner has opened of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from sqlalchemy import select

from courses.catalogue.models import EditionActivity
from courses.readings.models import ReadingOpening
from library.resources.queries import titles_of
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession

LONG: Final = 20
"""From this page on the reader must be told where to begin where no script runs."""


@dataclass(frozen=True)
class Item:
    """Something to read: its number in the list (from 1), the record, and what is said of it.

    Of a record that its reader may not know there is no title, and nothing else is told.
    """

    number: int
    resource_id: int
    title: str
    language: str
    locator: str
    page: int
    last_page: int
    version: int
    note: str
    due: date | None
    is_required: bool
    is_open: bool

    @property
    def is_told(self) -> bool:
        """Say whether the reader may know which record this is."""
        return bool(self.title)

    @property
    def path(self) -> str:
        """Its address on this site: the page in the reader, a pinned version in the reader, else the record."""
        record = f"/library/{self.resource_id}"
        asked = {"version": self.version, "at": self.page if self.page > LONG else 0}
        query = urlencode({name: value for name, value in asked.items() if value})
        if not (self.page or self.version):
            return record
        return f"{record}/read{'?' if query else ''}{query}" + (f"#page={self.page}" if self.page else "")


def items_of(session: ReadSession, activity: EditionActivity, actor: Actor, enrolment_id: int | None) -> list[Item]:
    """The items of a reading list; records that are gone for good are left out."""
    listed: Sequence[dict[str, Any]] = activity.content.get("sources", ())
    known = titles_of(session, [int(one["resource_id"]) for one in listed], actor)
    opened = _opened(session, activity.activity_id, enrolment_id) if enrolment_id else set()
    return [
        _item(number, one, known[int(one["resource_id"])], opened)
        for number, one in enumerate(listed, start=1)
        if int(one["resource_id"]) in known
    ]


def _opened(session: ReadSession, activity_id: int, enrolment_id: int) -> set[tuple[int, int]]:
    mine = (ReadingOpening.enrolment_id == enrolment_id, ReadingOpening.activity_id == activity_id)
    rows = session.execute(select(ReadingOpening.resource_id, ReadingOpening.page).where(*mine))
    return {(resource_id, page) for resource_id, page in rows}


def _item(number: int, listed: dict[str, Any], told: tuple[str, str] | None, opened: set[tuple[int, int]]) -> Item:
    resource_id, page = int(listed["resource_id"]), int(listed.get("page") or 0)
    title, language = told or ("", "")
    due = str(listed.get("due") or "")
    return Item(
        number=number,
        resource_id=resource_id,
        title=title,
        language=language,
        locator=str(listed.get("locator") or "") if told else "",
        page=page if told else 0,
        last_page=int(listed.get("last_page") or 0) if told else 0,
        version=int(listed.get("version") or 0) if told else 0,
        note=str(listed.get("note") or "") if told else "",
        due=date.fromisoformat(due) if due else None,
        is_required=bool(listed.get("required")),
        is_open=(resource_id, page) in opened,
    )


def is_read(items: Sequence[Item]) -> bool:
    """Say whether a list is done: every required reading was opened; where none is, any."""
    required = [one for one in items if one.is_required]
    return all(one.is_open for one in required) if required else any(one.is_open for one in items)
