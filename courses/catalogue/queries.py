"""Reading courses and their editions."""

from collections.abc import Iterable

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from courses.catalogue.models import Course, Edition
from courses.catalogue.policies import is_manager, written_by
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession


def course_by_slug(session: ReadSession, slug: str) -> Course | None:
    """A course by the name in its address, with its curriculum version."""
    return session.scalar(select(Course).where(Course.slug == slug).options(joinedload(Course.version)))


def courses_of(actor: Actor) -> Select[Course]:
    """The courses somebody writes, by title; managers see all."""
    wanted = select(Course).options(joinedload(Course.version)).order_by(Course.title, Course.id)
    return wanted if is_manager(actor) else wanted.where(Course.id.in_(written_by(actor)))


def newest_edition(session: ReadSession, course_id: int) -> Edition | None:
    """The newest edition of a course."""
    wanted = select(Edition).where(Edition.course_id == course_id).order_by(Edition.number.desc()).limit(1)
    return session.scalar(wanted)


def newest_editions(session: ReadSession, course_ids: Iterable[int]) -> dict[int, Edition]:
    """The newest edition of each of some courses, by the course's id."""
    newest = select(func.max(Edition.id)).where(Edition.course_id.in_(set(course_ids))).group_by(Edition.course_id)
    found = session.scalars(select(Edition).where(Edition.id.in_(newest)))
    return {edition.course_id: edition for edition in found}


def course_names(session: ReadSession, ids: Iterable[int]) -> dict[int, str]:
    """The titles of some courses, by id."""
    return dict(session.execute(select(Course.id, Course.title).where(Course.id.in_(list(ids)))).all())
