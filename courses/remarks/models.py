"""Remarks: comments on a version of a curriculum, and what was done with it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model


class RemarkKind(StrEnum):
    """What was said about a version, or done with it."""

    COMMENT = "comment"
    AGREED = "agreed"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


class Remark(Model):
    """A step of the review of a version; `part` is a code (K1), "modules" and the like, or empty for all of it.

    A comment is open until the working group settles it. Remarks stay with their version.
    """

    __tablename__ = "curriculum_remarks"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("curriculum_versions.id", ondelete="CASCADE"), index=True)
    kind: Mapped[RemarkKind]
    part: Mapped[str] = mapped_column(String(20), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """Say whether it is a comment that nobody has settled."""
        return self.kind is RemarkKind.COMMENT and self.settled_at is None
