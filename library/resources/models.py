"""A resource is a library record; its versions hold files, its files hold pages of text."""

import datetime as dt
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship, validates

from rmtc.db import Model
from rmtc.files.models import StoredFile
from rmtc.i18n.said import Said, Sentence
from rmtc.search.folding import fold

AUTHOR = "author"
"""The role of those who made something; others are named by the fields of a kind."""


def folded_name(name: str) -> str:
    """A name of a person or body as it is compared: one script, no diacritics, no case."""
    return fold(name)[:400]


class ResourceState(StrEnum):
    """Where a record stands; a withdrawn one leaves a tombstone."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class AccessLevel(StrEnum):
    """Who may see a record and read its files; `named` are the institutions and course runs that it names."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    NAMED = "named"
    COLLECTION = "collection"
    STAFF = "staff"


class FileState(StrEnum):
    """Where a file stands on its way from upload to reader."""

    RECEIVED = "received"
    EXTRACTING = "extracting"
    READY = "ready"
    NEEDS_REVIEW = "needs_review"
    QUARANTINED = "quarantined"


class Creator(Model):
    """A person or a body that made something, once each; `address` is a page or identifier of its own elsewhere."""

    __tablename__ = "creators"
    __table_args__ = (Index("ix_creators_folded", "folded"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    is_body: Mapped[bool] = mapped_column(default=True)
    folded: Mapped[str] = mapped_column(String(400), default="", server_default="")
    address: Mapped[str] = mapped_column(String(300), default="", server_default="")
    note: Mapped[str] = mapped_column(String(500), default="", server_default="")
    names: Mapped[list["CreatorName"]] = relationship(lazy="raise", order_by="CreatorName.name")

    @validates("name")
    def _fold(self, _key: str, name: str) -> str:
        """Keep the name as it is searched for: one script, no diacritics."""
        self.folded = folded_name(name)
        return name


class CreatorName(Model):
    """A further name of a person or body, to be found and recognised by."""

    __tablename__ = "creator_names"
    __table_args__ = (UniqueConstraint("creator_id", "name"), Index("ix_creator_names_folded", "folded"))

    id: Mapped[int] = mapped_column(primary_key=True)
    creator_id: Mapped[int] = mapped_column(ForeignKey("creators.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(400))


class Resource(Model):
    """A library record. `titles` and `abstracts` are translations by language code beside the main ones.

    `date` and `period` (what it is about, or how long it holds) are EDTF, with the days they may mean; `details` are
    the fields of its kind. `announced_at` is when what the public sees of it last changed, empty while it never saw
    anything; `is_announced` says whether it was public then. `files_access` is who may read the files where that are
    not all who may see the record; until the day `files_open_on` only staff may. `files_are_open` is said of whom the
    record was loaded for, and empty where that was not asked.
    """

    __tablename__ = "resources"
    __table_args__ = (Index("ix_resources_state", "state", "access"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[ResourceState] = mapped_column(default=ResourceState.DRAFT)
    access: Mapped[AccessLevel] = mapped_column(default=AccessLevel.PUBLIC)
    files_access: Mapped[AccessLevel | None]
    files_open_on: Mapped[dt.date | None] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(500))
    titles: Mapped[dict[str, Any]]
    abstract: Mapped[str] = mapped_column(Text, default="")
    abstracts: Mapped[dict[str, Any]]
    language: Mapped[str] = mapped_column(String(10))
    year: Mapped[int | None] = mapped_column(index=True)
    date: Mapped[str] = mapped_column(String(40), default="", server_default="")
    date_from: Mapped[dt.date | None]
    date_to: Mapped[dt.date | None]
    period: Mapped[str] = mapped_column(String(40), default="", server_default="")
    period_from: Mapped[dt.date | None] = mapped_column(index=True)
    period_to: Mapped[dt.date | None] = mapped_column(index=True)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    number: Mapped[str] = mapped_column(String(120), default="")
    publisher: Mapped[str] = mapped_column(String(200), default="")
    licence: Mapped[str] = mapped_column(String(120), default="")
    rights: Mapped[str] = mapped_column(String(500), default="", server_default="")
    proofread: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    changed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[Said | str] = mapped_column(Sentence(300), default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("resources.id"), index=True)
    is_announced: Mapped[bool] = mapped_column(default=False, server_default="0")
    announced_at: Mapped[datetime | None] = mapped_column(index=True)
    creators: Mapped[list["ResourceCreator"]] = relationship(lazy="raise", order_by="ResourceCreator.position")
    identifiers: Mapped[list["ResourceIdentifier"]] = relationship(lazy="raise", order_by="ResourceIdentifier.position")
    collections: Mapped[list["ResourceCollection"]] = relationship(lazy="raise")
    subjects: Mapped[list["ResourceSubject"]] = relationship(lazy="raise")
    versions: Mapped[list["ResourceVersion"]] = relationship(lazy="raise", order_by="ResourceVersion.number")
    readers: Mapped[list["ResourceReader"]] = relationship(lazy="raise", order_by="ResourceReader.holder_id")
    files_are_open: Mapped[bool | None] = query_expression()

    @property
    def authors(self) -> list["Creator"]:
        """Those who made it, in order."""
        return self.people_as(AUTHOR)

    def people_as(self, role: str) -> list["Creator"]:
        """The persons and bodies in a role, in order."""
        return [maker.creator for maker in self.creators if maker.role == role]


class ResourceCreator(Model):
    """A person or body of a record in a role, in order."""

    __tablename__ = "resource_creators"
    __table_args__ = (UniqueConstraint("resource_id", "creator_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    creator_id: Mapped[int] = mapped_column(ForeignKey("creators.id"), index=True)
    role: Mapped[str] = mapped_column(String(20), default=AUTHOR, server_default=AUTHOR)
    position: Mapped[int]
    creator: Mapped[Creator] = relationship(lazy="raise")


class ResourceIdentifier(Model):
    """An identifier that others gave to what the record describes."""

    __tablename__ = "resource_identifiers"
    __table_args__ = (UniqueConstraint("resource_id", "scheme", "value"), Index("ix_identifiers_value", "value"))

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    scheme: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(300))
    position: Mapped[int] = mapped_column(default=0)


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


class ResourceRelation(Model):
    """The first record replaces, translates, is part of or goes with the second, as its kind says."""

    __tablename__ = "resource_relations"
    __table_args__ = (UniqueConstraint("from_id", "kind", "to_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    to_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), index=True)


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


class ResourceReader(Model):
    """An institution, a run, or every run of a course ("runs") that the level `named` means in a record."""

    __tablename__ = "resource_readers"
    __table_args__ = (Index("ix_resource_readers_holder", "holder_kind", "holder_id"),)

    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True)
    holder_kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    holder_id: Mapped[int] = mapped_column(primary_key=True)


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
