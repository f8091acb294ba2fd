"""What was carried out of a plan in a year."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model


class PlanReview(Model):
    """The review of one year of a plan; `report_id` is the library record that holds the report itself, if any.

    `text` is in `language`; `source` says where it comes from; `reported_on` is the day of the report.
    """

    __tablename__ = "plan_reviews"
    __table_args__ = (UniqueConstraint("plan_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("action_plans.resource_id", ondelete="CASCADE"))
    year: Mapped[int]
    reported_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(1000))
    report_id: Mapped[int | None] = mapped_column(ForeignKey("resources.id", ondelete="SET NULL"), index=True)
    entered_at: Mapped[datetime]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
