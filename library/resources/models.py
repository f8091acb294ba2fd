"""A resource is a library record; its versions hold files, its files hold pages of text."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rmtc.db import Model
from rmtc.files.models import StoredFile


class ResourceState(StrEnum):
    """Where a record stands; a withdrawn one leaves a tombstone."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class AccessLevel(StrEnum):
    """Who may see a record and read its files."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    STAFF = "staff"


class FileState(StrEnum):
    """Where a file stands on its way from upload to reader."""

    RECEIVED = "received"
    EXTRACTING = "extracting"
    READY = "ready"
    NEEDS_REVIEW = "needs_review"
    QUARANTINED = "quarantined"


class Creator(Model):
    """A person or a body that made something, once each."""

    __tablename__ = "creators"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    is_body: Mapped[bool] = mapped_column(default=True)


class Resource(Model):
    """A library record. `titles` and `abstracts` are translations by language code beside the main ones."""

    __tablename__ = "resources"
    __table_args__ = (Index("ix_resources_state", "state", "access"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[ResourceState] = mapped_column(default=ResourceState.DRAFT)
    access: Mapped[AccessLevel] = mapped_column(default=AccessLevel.PUBLIC)
    title: Mapped[str] = mapped_column(String(500))
    titles: Mapped[dict[str, Any]]
    abstract: Mapped[str] = mapped_column(Text, default="")
    abstracts: Mapped[dict[str, Any]]
    language: Mapped[str] = mapped_column(String(10))
    year: Mapped[int | None] = mapped_column(index=True)
    number: Mapped[str] = mapped_column(String(120), default="")
    publisher: Mapped[str] = mapped_column(String(200), default="")
    licence: Mapped[str] = mapped_column(String(120), default="")
    proofread: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    changed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(String(300), default="")
    creators: Mapped[list["ResourceCreator"]] = relationship(lazy="raise", order_by="ResourceCreator.position")
    collections: Mapped[list["ResourceCollection"]] = relationship(lazy="raise")
    subjects: Mapped[list["ResourceSubject"]] = relationship(lazy="raise")
    versions: Mapped[list["ResourceVersion"]] = relationship(lazy="raise", order_by="ResourceVersion.number")


class ResourceCreator(Model):
    """A creator of a record, in order."""

    __tablename__ = "resource_creators"
    __table_args__ = (UniqueConstraint("resource_id", "creator_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    creator_id: Mapped[int] = mapped_column(ForeignKey("creators.id"), index=True)
    position: Mapped[int]
    creator: Mapped[Creator] = relationship(lazy="raise")


class ResourceCollection(Model):
    """A record's place in a collection."""

    __tablename__ = "resource_collections"

    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True)
    collection_id: Mapped[int] = mapped_column(ForeignKey("collections.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class ResourceSubject(Model):
    """A subject of a record."""

    __tablename__ = "resource_subjects"

    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subjects.id"), primary_key=True, index=True)


class ResourceVersion(Model):
    """A version of a record: its files as they were at one time."""

    __tablename__ = "resource_versions"
    __table_args__ = (UniqueConstraint("resource_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    number: Mapped[int]
    note: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime]
    files: Mapped[list["ResourceFile"]] = relationship(lazy="raise", order_by="ResourceFile.id")


class ResourceFile(Model):
    """A file of a version: where its text stands, and why; `facts` is what the reader found in it."""

    __tablename__ = "resource_files"
    __table_args__ = (Index("ix_resource_files_state", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("resource_versions.id", ondelete="CASCADE"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"), index=True)
    name: Mapped[str] = mapped_column(String(255))
    state: Mapped[FileState] = mapped_column(default=FileState.RECEIVED)
    reason_code: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(400), default="")
    engine: Mapped[str] = mapped_column(String(40), default="")
    page_count: Mapped[int] = mapped_column(default=0)
    facts: Mapped[dict[str, Any]]
    has_cover: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]
    stored: Mapped[StoredFile] = relationship(lazy="raise")


class ResourcePage(Model):
    """The text of a page, and how good it is from 0 to 1."""

    __tablename__ = "resource_pages"

    file_id: Mapped[int] = mapped_column(ForeignKey("resource_files.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    quality: Mapped[float] = mapped_column(default=1.0)


class Grant(Model):
    """Leave to read what a level would refuse: for a person or a group ("run", 7), until a moment, with why."""

    __tablename__ = "grants"
    __table_args__ = (Index("ix_grants_holder", "holder_kind", "holder_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), index=True)
    holder_kind: Mapped[str] = mapped_column(String(12))
    holder_id: Mapped[int]
    until: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(300), default="")
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    granted_at: Mapped[datetime]
