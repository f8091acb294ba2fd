"""What is known of a local action plan, bound to the library record that holds its text."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from library.resources.models import Resource
from rmtc.accounts.models import Institution
from rmtc.db import Model


class AdoptingBody(StrEnum):
    """Who adopted a plan."""

    UNKNOWN = "unknown"
    ASSEMBLY = "assembly"
    COUNCIL = "council"
    OTHER = "other"


class MigrationCouncil(StrEnum):
    """Whether the local government has a council for migration."""

    UNKNOWN = "unknown"
    FORMED = "formed"
    NONE = "none"


class Axis(StrEnum):
    """What a topic of a plan says: whom it is for, or what it is about."""

    GROUP = "group"
    THEME = "theme"


class ActionPlan(Model):
    """A plan of one local government (key of the registry); its number is that of its library record.

    `source` and `checked_on` say where all of this comes from and on which day somebody looked.
    """

    __tablename__ = "action_plans"

    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True)
    municipality: Mapped[str] = mapped_column(String(60), index=True)
    starts: Mapped[date]
    ends: Mapped[date]
    extended_to: Mapped[date | None]
    period_note: Mapped[str] = mapped_column(String(300), default="")
    adopted_on: Mapped[date | None]
    adopted_by: Mapped[AdoptingBody] = mapped_column(default=AdoptingBody.UNKNOWN)
    decision: Mapped[str] = mapped_column(String(200), default="")
    council: Mapped[MigrationCouncil] = mapped_column(default=MigrationCouncil.UNKNOWN)
    council_formed_on: Mapped[date | None]
    budget: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    currency: Mapped[str] = mapped_column(String(3), default="RSD")
    budget_note: Mapped[str] = mapped_column(String(300), default="")
    office: Mapped[str] = mapped_column(String(200), default="")
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institutions.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(
        ForeignKey("action_plans.resource_id", ondelete="SET NULL"), index=True
    )
    source: Mapped[str] = mapped_column(Text)
    source_url: Mapped[str] = mapped_column(String(500), default="")
    checked_on: Mapped[date]
    is_example: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    resource: Mapped[Resource] = relationship(lazy="raise")
    institution: Mapped[Institution | None] = relationship(lazy="raise")
    topics: Mapped[list["PlanTopic"]] = relationship(lazy="raise", viewonly=True)


class PlanTopic(Model):
    """A target group or a theme of a plan."""

    __tablename__ = "plan_topics"
    __table_args__ = (Index("ix_plan_topics_axis_key", "axis", "key"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("action_plans.resource_id", ondelete="CASCADE"), primary_key=True)
    axis: Mapped[Axis] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)


class PlanReminder(Model):
    """That people were told, so many days ahead, that a plan ends on a day: once each, however often the job runs."""

    __tablename__ = "plan_reminders"
    __table_args__ = (UniqueConstraint("plan_id", "days", "last_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("action_plans.resource_id", ondelete="CASCADE"))
    days: Mapped[int]
    last_day: Mapped[date]
    letters: Mapped[int]
    at: Mapped[datetime]


class PlanSilence(Model):
    """That somebody wants no reminders of plans that end; letters go to the others of their institution."""

    __tablename__ = "plan_silences"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[datetime]
