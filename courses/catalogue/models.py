"""A course delivers one curriculum version; publishing it makes an edition that never changes."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column, object_session, relationship

from courses.curricula.models import CurriculumVersion
from rmtc.db import Model
from rmtc.errors import Refusal


class CourseState(StrEnum):
    """Whether the public sees a course."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Course(Model):
    """A course; who may edit it are managers and the people with the trainer or author role in its scope."""

    __tablename__ = "courses"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    curriculum_version_id: Mapped[int | None] = mapped_column(ForeignKey("curriculum_versions.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(300), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(10), default="en")
    proofread: Mapped[bool] = mapped_column(default=True)
    state: Mapped[CourseState] = mapped_column(default=CourseState.DRAFT)
    created_at: Mapped[datetime]
    version: Mapped[CurriculumVersion | None] = relationship(lazy="raise")


class Edition(Model):
    """What was published at one moment; `digest` is the SHA-256 of its whole content."""

    __tablename__ = "editions"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    number: Mapped[int]
    published_at: Mapped[datetime]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str] = mapped_column(String(300), default="")
    digest: Mapped[str] = mapped_column(String(64))
    course: Mapped[Course] = relationship(lazy="raise")


class EditionActivity(Model):
    """An activity as it was published; `activity_id` stays the same from edition to edition.

    `content` holds what its kind needs: `sources` (a list of resource_id, locator, page) for every kind; a reading's
    resource_id, page (0: none), pages (in words) and task; a file's sha256 and name; a quiz's settings with `closes_at`
    (ISO 8601 with its zone, or nothing). `html` is sanitised when the edition is made.
    """

    __tablename__ = "edition_activities"
    __table_args__ = (
        UniqueConstraint("edition_id", "activity_id"),
        Index("ix_edition_activities_order", "edition_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    activity_id: Mapped[int] = mapped_column(index=True)
    position: Mapped[int]
    number: Mapped[str] = mapped_column(String(12))
    section_number: Mapped[int]
    section_title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    minutes: Mapped[int]
    required: Mapped[bool]
    outcomes: Mapped[list[str]]
    content: Mapped[dict[str, Any]]
    html: Mapped[str] = mapped_column(Text, default="")


class EditionFile(Model):
    """What a name among the files of a course stood for on the day of an edition."""

    __tablename__ = "edition_files"
    __table_args__ = (UniqueConstraint("edition_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"))


class PublishedForeverError(Refusal):
    """Somebody tried to change or delete a row of a published edition."""


PUBLISHED = (Edition, EditionActivity, EditionFile)


def _refuse_row(_mapper: Any, _connection: Any, target: Edition | EditionActivity | EditionFile) -> None:
    session = object_session(target)
    if session is None or target in session.deleted or session.is_modified(target):
        raise PublishedForeverError(f"{type(target).__name__} {target.id}: an edition never changes")


def _refuse_statement(state: ORMExecuteState) -> None:
    if (state.is_update or state.is_delete) and state.bind_mapper is not None:
        touched = state.bind_mapper.class_
        if touched in PUBLISHED:
            raise PublishedForeverError(f"{touched.__name__}: an edition never changes")


for published in PUBLISHED:
    event.listen(published, "before_update", _refuse_row)
    event.listen(published, "before_delete", _refuse_row)
event.listen(Session, "do_orm_execute", _refuse_statement)
