"""Collections and subjects: how the library is arranged."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model


class Collection(Model):
    """A shelf; `titles` and `descriptions` by language code."""

    __tablename__ = "collections"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("collections.id"))
    titles: Mapped[dict[str, Any]]
    descriptions: Mapped[dict[str, Any]]
    position: Mapped[int] = mapped_column(default=0)


class CollectionRoleName(StrEnum):
    """What somebody does for a collection; who keeps it may do the rest, too."""

    SUBMITTER = "submitter"
    REVIEWER = "reviewer"
    CURATOR = "curator"


class CollectionRole(Model):
    """A role of a person, or of everybody of an institution, in a collection and all under it."""

    __tablename__ = "collection_roles"
    __table_args__ = (
        UniqueConstraint("collection_id", "role", "holder_kind", "holder_id"),
        Index("ix_collection_roles_holder", "holder_kind", "holder_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    collection_id: Mapped[int] = mapped_column(ForeignKey("collections.id", ondelete="CASCADE"))
    role: Mapped[CollectionRoleName]
    holder_kind: Mapped[str] = mapped_column(String(12))
    holder_id: Mapped[int]
    given_at: Mapped[datetime]
    given_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Subject(Model):
    """A concept of the thesaurus; `labels` by language code, `others` holds further names to be found by.

    `uri` is its own where it came from a published thesaurus; `notes` say by language what is meant.
    """

    __tablename__ = "subjects"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("subjects.id"))
    labels: Mapped[dict[str, Any]]
    others: Mapped[dict[str, Any]]
    notes: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    uri: Mapped[str | None] = mapped_column(String(300), unique=True)


class SubjectTerm(Model):
    """A name of a concept in a language, folded to be looked up by; `is_label` marks the chosen ones."""

    __tablename__ = "subject_terms"
    __table_args__ = (Index("ix_subject_terms_folded", "folded"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subjects.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(400))
    is_label: Mapped[bool]


class SubjectLink(Model):
    """Two concepts that are related, or a second broader one ("broader") beside the parent."""

    __tablename__ = "subject_links"

    from_id: Mapped[int] = mapped_column(ForeignKey("subjects.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("subjects.id", ondelete="CASCADE"), primary_key=True, index=True)


class SubjectMatch(Model):
    """The same ("exact") or nearly the same ("close") concept of another thesaurus, and where and when that is said."""

    __tablename__ = "subject_matches"
    __table_args__ = (UniqueConstraint("subject_id", "uri"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subjects.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    uri: Mapped[str] = mapped_column(String(300))
    source: Mapped[str] = mapped_column(String(300), default="")
