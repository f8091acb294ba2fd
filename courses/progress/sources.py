"""The places in the library that an activity points at."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from courses.catalogue.models import EditionActivity
from library.resources.models import Resource
from rmtc.db import ReadSession


@dataclass(frozen=True)
class Source:
    """A place in the library: the resource, where to look in words, and the page of its file (0: none)."""

    resource_id: int
    title: str
    language: str
    locator: str
    page: int

    @property
    def path(self) -> str:
        """Its address on this site: the page in the reader, else the record."""
        record = f"/library/{self.resource_id}"
        return f"{record}/read#page={self.page}" if self.page else record


def sources_of(session: ReadSession, activity: EditionActivity) -> list[Source]:
    """The sources of an activity with the titles the library has for them today; unknown ones are left out."""
    return _resolved(session, list(activity.content.get("sources", ())))


def target_of(session: ReadSession, activity: EditionActivity) -> Source | None:
    """What a reading asks its learner to read."""
    content = activity.content
    if not content.get("resource_id"):
        return None
    page = int(content.get("page") or 0)
    found = _resolved(session, [{**content, "locator": content.get("pages", ""), "page": page}])
    return found[0] if found else None


def _resolved(session: ReadSession, pointers: list[dict[str, Any]]) -> list[Source]:
    ids = {int(pointer["resource_id"]) for pointer in pointers}
    if not ids:
        return []
    wanted = select(Resource.id, Resource.title, Resource.language).where(Resource.id.in_(ids))
    known = {row.id: row for row in session.execute(wanted)}
    return [
        Source(row.id, row.title, row.language, str(pointer.get("locator") or ""), int(pointer.get("page") or 0))
        for pointer in pointers
        if (row := known.get(int(pointer["resource_id"])))
    ]
