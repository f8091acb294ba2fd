"""What a learner has opened of a reading list."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model


class ReadingOpening(Model):
    """A record (and page, 0: none) of a reading list that a learner has opened, and when first."""

    __tablename__ = "reading_openings"
    __table_args__ = (UniqueConstraint("enrolment_id", "activity_id", "resource_id", "page"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    activity_id: Mapped[int]
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), index=True)
    page: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
