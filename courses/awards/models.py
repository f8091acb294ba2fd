"""What the board decided, the certificates that follow, and everything that happened to them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courses.enrolment.models import Enrolment
from rmtc.db import Model


class BoardDecision(Model):
    """A meeting of the examination board on one run; numbered within its year, never changed."""

    __tablename__ = "board_decisions"
    __table_args__ = (UniqueConstraint("year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("course_runs.id"), index=True)
    year: Mapped[int]
    number: Mapped[int]
    decided_on: Mapped[date]
    members: Mapped[list[str]]
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    lines: Mapped[list["DecisionLine"]] = relationship(lazy="raise", order_by="DecisionLine.id")


class DecisionLine(Model):
    """What the board decided about one learner; `mark` in percent."""

    __tablename__ = "decision_lines"
    __table_args__ = (UniqueConstraint("decision_id", "enrolment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("board_decisions.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    passed: Mapped[bool]
    mark: Mapped[float | None]
    reason: Mapped[str] = mapped_column(String(300), default="")
    enrolment: Mapped[Enrolment] = relationship(lazy="raise")


class Certificate(Model):
    """A certificate as issued. Serial numbers have no gaps within a year; what it says is frozen here."""

    __tablename__ = "certificates"
    __table_args__ = (UniqueConstraint("year", "number"), Index("ix_certificates_holder", "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[str] = mapped_column(String(30), unique=True)
    year: Mapped[int]
    number: Mapped[int]
    line_id: Mapped[int] = mapped_column(ForeignKey("decision_lines.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    holder: Mapped[str] = mapped_column(String(120))
    programme: Mapped[str] = mapped_column(String(200))
    curriculum_code: Mapped[str] = mapped_column(String(12))
    level: Mapped[int]
    level_status: Mapped[str] = mapped_column(String(10))
    ects: Mapped[float]
    hours: Mapped[int]
    mark: Mapped[float | None]
    code: Mapped[str] = mapped_column(String(40))
    issued_at: Mapped[datetime]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"))
    events: Mapped[list["CertificateEvent"]] = relationship(lazy="raise", order_by="CertificateEvent.id")


class CertificateEvent(Model):
    """Issued, revoked, reinstated: the history of a certificate, only ever added to."""

    __tablename__ = "certificate_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")


class RegisterCounter(Model):
    """The last number given out in a register in a year; taken and given back with the transaction, so without gaps."""

    __tablename__ = "register_counters"

    register: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
