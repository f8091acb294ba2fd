"""The places in the library that an activity points at."""

from dataclasses import dataclass
from typing import Any

from courses.catalogue.models import EditionActivity
from library.resources.queries import titles_of
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession


@dataclass(frozen=True)
class Source:
    """A place in the library: the resource, where to look in words, and the page of its file (0: none).

    Of a record that its reader may not know nothing is told: it has no title, no locator and no page.
    """

    resource_id: int
    title: str
    language: str
    locator: str
    page: int

    @property
    def is_told(self) -> bool:
        """Say whether the reader may know which record this is."""
        return bool(self.title)

    @property
    def path(self) -> str:
        """Its address on this site: the page in the reader, else the record."""
        record = f"/library/{self.resource_id}"
        return f"{record}/read#page={self.page}" if self.page else record


def sources_of(session: ReadSession, activity: EditionActivity, actor: Actor) -> list[Source]:
    """The sources of an activity with the titles the library has for them today; unknown ones are left out."""
    return _resolved(session, actor, list(activity.content.get("sources", ())))


def target_of(session: ReadSession, activity: EditionActivity, actor: Actor) -> Source | None:
    """What a reading asks its learner to read."""
    content = activity.content
    if not content.get("resource_id"):
        return None
    page = int(content.get("page") or 0)
    found = _resolved(session, actor, [{**content, "locator": content.get("pages", ""), "page": page}])
    return found[0] if found else None


def _resolved(session: ReadSession, actor: Actor, pointers: list[dict[str, Any]]) -> list[Source]:
    if not pointers:
        return []
    known = titles_of(session, [int(pointer["resource_id"]) for pointer in pointers], actor)
    return [_source(pointer, known) for pointer in pointers if int(pointer["resource_id"]) in known]


def _source(pointer: dict[str, Any], known: dict[int, tuple[str, str] | None]) -> Source:
    resource_id = int(pointer["resource_id"])
    told = known[resource_id]
    if told is None:
        return Source(resource_id, "", "", "", 0)
    return Source(resource_id, *told, str(pointer.get("locator") or ""), int(pointer.get("page") or 0))
