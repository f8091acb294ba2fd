"""Publishing: everything a course is made of becomes an edition that never changes."""

import hashlib
from typing import Any

from sqlalchemy import func, select

from courses.catalogue.models import Course, CourseState, Edition, EditionActivity, EditionFile
from courses.content import queries
from courses.content.kinds.kind import Frozen, Kinds
from courses.content.links import broken_links
from courses.content.models import Activity, ActivitySource
from courses.content.rendering import renderer
from rmtc.accounts.actors import Actor
from rmtc.audit.services import canonical, record
from rmtc.clock import now
from rmtc.db import ReadSession, WriteSession
from rmtc.errors import Refusal
from rmtc.i18n.texts import gettext as _

Row = dict[str, Any]


def problems_of(session: ReadSession, course: Course, kinds: Kinds) -> list[str]:
    """What keeps a course from being published, in plain sentences; the number of queries does not depend on it."""
    written = _in_order(session, course)
    if not written:
        return [_("The course has no activity yet.")]
    found = {name: kinds[name].problems(session, group) for name, group in _by_kind(written).items()}
    broken = broken_links(session, course, written)
    return [
        sentence
        for activity in written
        for sentence in (found[activity.kind].get(activity.id, ""), *broken.get(activity.id, ()))
        if sentence
    ]


def frozen_rows(session: ReadSession, course: Course, kinds: Kinds) -> list[Row]:
    """What an edition made now would hold, one row for each activity in order."""
    written = _in_order(session, course)
    render = renderer(course, queries.contents_of(session, course.id))
    frozen: dict[int, Frozen] = {}
    for name, group in _by_kind(written).items():
        frozen |= kinds[name].freeze(session, group, render)
    sources = queries.sources_by_activity(session, course.id)
    titles = {section.id: section.title for section in queries.sections_of(session, course.id)}
    rows: list[Row] = []
    section_number = place = section_id = 0
    for activity in written:
        is_new = activity.section_id != section_id
        section_number, place = (section_number + 1, 1) if is_new else (section_number, place + 1)
        section_id = activity.section_id
        kept = frozen.get(activity.id, Frozen())
        content = kept.content | {"sources": [_source(one) for one in sources.get(activity.id, [])]}
        head = {"section_number": section_number, "section_title": titles[section_id]}
        number = f"{section_number}.{place}"
        rows.append(_row(activity, len(rows) + 1, number) | head | {"content": content, "html": kept.html})
    return rows


def _in_order(session: ReadSession, course: Course) -> list[Activity]:
    """The activities of a course, section by section."""
    written = queries.activities_by_section(session, course.id)
    sections = queries.sections_of(session, course.id)
    return [activity for section in sections for activity in written.get(section.id, [])]


def _by_kind(activities: list[Activity]) -> dict[str, list[Activity]]:
    groups: dict[str, list[Activity]] = {}
    for activity in activities:
        groups.setdefault(activity.kind, []).append(activity)
    return groups


def _row(activity: Activity, position: int, number: str) -> Row:
    return {
        "activity_id": activity.id,
        "position": position,
        "number": number,
        "kind": activity.kind,
        "title": activity.title,
        "minutes": activity.minutes,
        "required": activity.required,
        "outcomes": list(activity.outcomes),
    }


def _source(source: ActivitySource) -> Row:
    """What an edition keeps of a source; what says nothing is left out, so that older editions keep their digests."""
    due = source.due.isoformat() if source.due else ""
    more = {"last_page": source.last_page, "version": source.version, "note": source.note, "due": due}
    return {
        "resource_id": source.resource_id,
        "locator": source.locator,
        "page": source.page,
        "required": source.required,
    } | {name: value for name, value in more.items() if value}


def digest_of(rows: list[Row]) -> str:
    """The SHA-256 (hex) of the content of an edition."""
    return hashlib.sha256(canonical(rows).encode()).hexdigest()


def publish_course(session: WriteSession, course: Course, kinds: Kinds, note: str = "", *, by: Actor) -> Edition:
    """Make an edition of a course as it is now; the public sees the course from here on.

    Raises Refusal with what is not ready, or when nothing has changed since the last edition.
    """
    if problems := problems_of(session, course, kinds):
        raise Refusal(" ".join(problems[:5]))
    rows = frozen_rows(session, course, kinds)
    digest = digest_of(rows)
    last = queries.newest_edition(session, course)
    if last is not None and last.digest == digest:
        raise Refusal(_("Nothing has changed since edition %(number)s.") % {"number": last.number})
    edition = Edition(
        course_id=course.id,
        number=(session.scalar(select(func.max(Edition.number)).where(Edition.course_id == course.id)) or 0) + 1,
        published_at=now(),
        published_by=by.id or None,
        note=note,
        digest=digest,
    )
    session.add(edition)
    course.state = CourseState.PUBLISHED
    session.flush()  # the activities refer to the edition
    session.add_all(EditionActivity(edition_id=edition.id, **row) for row in rows)
    files = queries.contents_of(session, course.id)
    session.add_all(EditionFile(edition_id=edition.id, name=name, sha256=sha256) for name, sha256 in files.items())
    record(session, "course.published", ("course", course.id), by=by.id, edition=edition.number, digest=digest)
    session.flush()
    return edition


def has_kept_its_digest(session: ReadSession, edition: Edition) -> bool:
    """Say whether an edition still is what was published."""
    names = [column.name for column in EditionActivity.__table__.columns if column.name not in {"id", "edition_id"}]
    rows = [
        {name: getattr(activity, name) for name in names}
        for activity in queries.activities_of_edition(session, edition.id)
    ]
    return digest_of(rows) == edition.digest
