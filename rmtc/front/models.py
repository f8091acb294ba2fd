"""What the Centre tells the public: posts in several languages, and the texts printed on every page."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model
from rmtc.front.kinds import PostKind, PostState


class Post(Model):
    """A news item, an event or a page; `starts` and `ends` are days in Europe/Belgrade."""

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("kind", "slug"),
        Index("ix_posts_shown", "kind", "state", "published_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PostKind]
    slug: Mapped[str] = mapped_column(String(80))
    state: Mapped[PostState] = mapped_column(default=PostState.DRAFT)
    published_on: Mapped[date | None]
    starts: Mapped[date | None]
    ends: Mapped[date | None]
    online: Mapped[bool] = mapped_column(default=False)
    study_visit: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]


class PostVersion(Model):
    """A post in one language; `html` is made from `body` (Markdown) when it is saved."""

    __tablename__ = "post_versions"
    __table_args__ = (UniqueConstraint("post_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(300), default="")
    place: Mapped[str] = mapped_column(String(120), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    proofread: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime]


class CentreText(Model):
    """The Centre's name and what its funders ask to be printed, in one language."""

    __tablename__ = "centre_texts"

    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    funding_line: Mapped[str] = mapped_column(String(500), default="")
    disclaimer: Mapped[str] = mapped_column(String(500), default="")


class ContactTry(Model):
    """A message sent from the contact page, for the throttle; kept a day, without what was written."""

    __tablename__ = "contact_tries"
    __table_args__ = (Index("ix_contact_tries_address_at", "address", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(45))
    at: Mapped[datetime]
