"""Publishing: everything a course is made of becomes an edition that never changes."""

import hashlib
from typing import Any

from sqlalchemy import event, func, select
from sqlalchemy.orm import Mapper

from courses.catalogue.models import Course, CourseState, Edition, EditionActivity
from courses.content import queries
from courses.content.kinds.kind import Kinds
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
    """What keeps a course from being published, in plain sentences."""
    written = queries.activities_by_section(session, course.id)
    if not written:
        return [_("The course has no activity yet.")]
    return [
        problem
        for activities in written.values()
        for activity in activities
        for problem in kinds[activity.kind].problems(session, activity)
    ]


def frozen_rows(session: ReadSession, course: Course, kinds: Kinds) -> list[Row]:
    """What an edition made now would hold, one row for each activity in order."""
    written = queries.activities_by_section(session, course.id)
    sources = queries.sources_by_activity(session, course.id)
    render = renderer(course)
    rows: list[Row] = []
    filled = [section for section in queries.sections_of(session, course.id) if written.get(section.id)]
    for section_number, section in enumerate(filled, start=1):
        for place, activity in enumerate(written[section.id], start=1):
            frozen = kinds[activity.kind].freeze(session, activity, render)
            content = frozen.content | {"sources": [_source(one) for one in sources.get(activity.id, [])]}
            head = {"section_number": section_number, "section_title": section.title}
            number = f"{section_number}.{place}"
            rows.append(_row(activity, len(rows) + 1, number) | head | {"content": content, "html": frozen.html})
    return rows


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
    return {
        "resource_id": source.resource_id,
        "locator": source.locator,
        "page": source.page,
        "required": source.required,
    }


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


@event.listens_for(EditionActivity, "before_update")
@event.listens_for(EditionActivity, "before_delete")
def _never_again(_mapper: Mapper[EditionActivity], _connection: object, _activity: EditionActivity) -> None:
    raise Refusal("an edition never changes")
