"""A curriculum is what is taught; its versions carry outcomes, modules, hours and assessments."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rmtc.db import Model


class VersionState(StrEnum):
    """The life of a version; an approved one never changes again."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    RETIRED = "retired"


class LevelStatus(StrEnum):
    """What stands behind a level (Council Recommendation of 22 May 2017; the EQF itself certifies nothing)."""

    INDICATIVE = "indicative"
    ACCREDITED = "accredited"
    REGISTERED = "registered"


class OutcomeKind(StrEnum):
    """The three columns of the EQF's Annex II."""

    KNOWLEDGE = "knowledge"
    SKILL = "skill"
    AUTONOMY = "autonomy"


class Curriculum(Model):
    """One of the Centre's curricula, known by its code."""

    __tablename__ = "curricula"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    versions: Mapped[list["CurriculumVersion"]] = relationship(lazy="raise", back_populates="curriculum")


class CurriculumVersion(Model):
    """A version of a curriculum. Hours are full hours of learning; credits are ECTS (25 to 30 hours each)."""

    __tablename__ = "curriculum_versions"
    __table_args__ = (
        UniqueConstraint("curriculum_id", "number"),
        CheckConstraint("level BETWEEN 1 AND 8", name="level_is_of_the_eqf"),
        CheckConstraint("hours_per_credit BETWEEN 25 AND 30", name="hours_per_credit_of_the_ects_guide"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    curriculum_id: Mapped[int] = mapped_column(ForeignKey("curricula.id"))
    number: Mapped[int]
    state: Mapped[VersionState] = mapped_column(default=VersionState.DRAFT)
    title: Mapped[str] = mapped_column(String(200))
    level: Mapped[int]
    level_status: Mapped[LevelStatus] = mapped_column(default=LevelStatus.INDICATIVE)
    level_decision: Mapped[str] = mapped_column(String(200), default="")
    level_decided_on: Mapped[date | None]
    ects: Mapped[float]
    hours_per_credit: Mapped[int] = mapped_column(default=25)
    weeks: Mapped[int] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(String(10), default="en")
    isced: Mapped[str] = mapped_column(String(4), default="")
    mode: Mapped[str] = mapped_column(String(12), default="blended")
    summary: Mapped[str] = mapped_column(Text, default="")
    audience: Mapped[str] = mapped_column(Text, default="")
    entry: Mapped[str] = mapped_column(Text, default="")
    pass_mark: Mapped[int] = mapped_column(default=60)
    attendance: Mapped[int] = mapped_column(default=80)
    created_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    curriculum: Mapped[Curriculum] = relationship(lazy="raise", back_populates="versions")
    outcomes: Mapped[list["LearningOutcome"]] = relationship(lazy="raise", order_by="LearningOutcome.position")
    modules: Mapped[list["Module"]] = relationship(lazy="raise", order_by="Module.number")
    assessments: Mapped[list["Assessment"]] = relationship(lazy="raise", order_by="Assessment.position")


class LearningOutcome(Model):
    """What a learner knows, can do or takes responsibility for: a verb and what follows it."""

    __tablename__ = "learning_outcomes"
    __table_args__ = (UniqueConstraint("version_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("curriculum_versions.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(6))
    kind: Mapped[OutcomeKind]
    level: Mapped[int]
    verb: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    position: Mapped[int]


class Module(Model):
    """A module with its hours by component; `outcomes` holds the codes it teaches."""

    __tablename__ = "modules"
    __table_args__ = (UniqueConstraint("version_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("curriculum_versions.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    contact: Mapped[int] = mapped_column(default=0)
    guided: Mapped[int] = mapped_column(default=0)
    self_study: Mapped[int] = mapped_column(default=0)
    assessment: Mapped[int] = mapped_column(default=0)
    outcomes: Mapped[list[str]]

    @property
    def hours(self) -> int:
        """All hours of the module."""
        return self.contact + self.guided + self.self_study + self.assessment


class Assessment(Model):
    """How outcomes are assessed; `weight` in percent of the final mark."""

    __tablename__ = "assessments"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("curriculum_versions.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(12))
    weight: Mapped[int]
    must_pass: Mapped[bool] = mapped_column(default=False)
    outcomes: Mapped[list[str]]
    modules: Mapped[list[int]]
    position: Mapped[int]
