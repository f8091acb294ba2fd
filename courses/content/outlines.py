"""The outline of a course as its authors see it: whole while it is short, else one section at a time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import defer

from courses.content.models import Activity, Section
from courses.content.queries import sections_of
from rmtc.db import ReadSession
from rmtc.paging import USUAL_SIZE

WHOLE = 22
"""An outline of so many activities is shown at once: with what can be done to each, a page of 40 kB."""


@dataclass(frozen=True)
class OutlinePart:
    """A section with how many activities it has, and those that are shown; `first` of them is the first shown."""

    section: Section
    total: int
    activities: Sequence[Activity] = ()
    first: int = 1
    is_open: bool = True


@dataclass(frozen=True)
class Outline:
    """The sections of a course; `page` of `pages` of the open one, where only one is open."""

    parts: list[OutlinePart]
    page: int = 1
    pages: int = 1
    opened: int | None = None


def outline_shown(
    session: ReadSession, course_id: int, *, section: int = 0, activity: int = 0, page: int = 0
) -> Outline:
    """The outline in three queries; of a long one the section of an activity or the one asked for, or the first."""
    sections = sections_of(session, course_id)
    placed = _placed(session, course_id)
    if sum(map(len, placed.values())) <= WHOLE:
        written = _written(session, [one for ids in placed.values() for one in ids])
        return Outline([_part(one, placed, written) for one in sections])
    opened = _opened(sections, placed, section, activity)
    ids = placed[opened]
    pages = max(1, -(-len(ids) // USUAL_SIZE))
    page = page or (ids.index(activity) // USUAL_SIZE + 1 if activity in ids else 1)
    start = (min(max(page, 1), pages) - 1) * USUAL_SIZE
    written = _written(session, ids[start : start + USUAL_SIZE])
    parts = [_part(one, placed, written, start + 1, is_open=one.id == opened) for one in sections]
    return Outline(parts, start // USUAL_SIZE + 1, pages, opened)


def _placed(session: ReadSession, course_id: int) -> dict[int, list[int]]:
    """The numbers of a course's activities in order, by section."""
    here = Activity.course_id == course_id, Activity.removed_at.is_(None)
    placed: dict[int, list[int]] = defaultdict(list)
    wanted = select(Activity.section_id, Activity.id).where(*here).order_by(Activity.position, Activity.id)
    for section_id, activity_id in session.execute(wanted):
        placed[section_id].append(activity_id)
    return placed


def _written(session: ReadSession, ids: list[int]) -> dict[int, list[Activity]]:
    """Activities without their texts, by section."""
    wanted = select(Activity).where(Activity.id.in_(ids)).options(defer(Activity.body, raiseload=True))
    found: dict[int, list[Activity]] = defaultdict(list)
    for one in session.scalars(wanted.order_by(Activity.position, Activity.id)):
        found[one.section_id].append(one)
    return found


def _part(
    section: Section,
    placed: dict[int, list[int]],
    written: dict[int, list[Activity]],
    first: int = 1,
    *,
    is_open: bool = True,
) -> OutlinePart:
    return OutlinePart(section, len(placed[section.id]), written[section.id], first, is_open)


def _opened(sections: Sequence[Section], placed: dict[int, list[int]], section: int, activity: int) -> int:
    """The section to open."""
    holds = next((one for one, ids in placed.items() if activity in ids), section)
    known = [one.id for one in sections]
    return holds if holds in known else next(one for one in known if placed[one])
