"""What a trainer writes: sections with activities; learners see it once it is published as an edition."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courses.catalogue.models import Course
from library.resources.models import Resource
from rmtc.db import Model
from rmtc.files.models import StoredFile


class Section(Model):
    """A part of a course, usually a module of its curriculum."""

    __tablename__ = "sections"
    __table_args__ = (Index("ix_sections_order", "course_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(300), default="")
    module_number: Mapped[int | None]
    course: Mapped[Course] = relationship(lazy="raise")
    activities: Mapped[list["Activity"]] = relationship(lazy="raise", order_by="Activity.position")


class Activity(Model):
    """A step of a course. `kind` names a module in courses/content/kinds; `settings` are that kind's own.

    kinds: page (body is Markdown), reading (settings: resource_id, pages, task), readings (a list: its sources), file,
    quiz (its own tables).
    """

    __tablename__ = "activities"
    __table_args__ = (Index("ix_activities_order", "section_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("sections.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    minutes: Mapped[int] = mapped_column(default=0)
    required: Mapped[bool] = mapped_column(default=True)
    outcomes: Mapped[list[str]]
    body: Mapped[str] = mapped_column(Text, default="")
    settings: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class ActivitySource(Model):
    """A pinpoint source of an activity in the library: where to look, and the page of the file (0: none).

    Those of a reading list also say the last page, the version (0: the newest), what it is read for, and until when.
    """

    __tablename__ = "activity_sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id", ondelete="CASCADE"), index=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"), index=True)
    locator: Mapped[str] = mapped_column(String(120), default="")
    page: Mapped[int] = mapped_column(default=0)
    last_page: Mapped[int] = mapped_column(default=0, server_default="0")
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    note: Mapped[str] = mapped_column(String(300), default="", server_default="")
    due: Mapped[date | None]
    required: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    resource: Mapped[Resource] = relationship(lazy="raise")


class CourseFile(Model):
    """A file of a course: a picture in a lesson, or a file to download; named once within the course."""

    __tablename__ = "course_files"
    __table_args__ = (Index("uq_course_files_name", "course_id", "name", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"))
    created_at: Mapped[datetime]
    stored: Mapped[StoredFile] = relationship(lazy="raise")


class ActivityDraft(Model):
    """What somebody has typed into the editor and not yet saved; one for each person and activity."""

    __tablename__ = "activity_drafts"
    __table_args__ = (Index("uq_activity_drafts_person", "activity_id", "person_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    typed: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]
