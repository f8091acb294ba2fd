"""Reading decisions and the register."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from courses.awards.models import BoardDecision, Certificate, CertificateEvent, DecisionLine
from courses.catalogue.models import Course
from courses.enrolment.models import Enrolment, EnrolmentState
from courses.runs.models import CourseRun
from rmtc.accounts.models import Person
from rmtc.db import ReadSession
from rmtc.paging import Paged, read_page

REVOKED = "revoked"
DECISIONS = 10
"""How many decisions a page shows."""


@dataclass(frozen=True)
class Standing:
    """A certificate and where it stands today: the newest event counts."""

    certificate: Certificate
    events: list[CertificateEvent]

    @property
    def is_valid(self) -> bool:
        """Say whether it has not been revoked, or has been given back since."""
        return not self.events or self.events[-1].kind != REVOKED


def run_with_course(session: ReadSession, run_id: int) -> CourseRun | None:
    """A run with its course, the curriculum version it delivers, and its edition."""
    return session.scalar(
        select(CourseRun)
        .where(CourseRun.id == run_id)
        .options(joinedload(CourseRun.course).joinedload(Course.version), joinedload(CourseRun.edition))
    )


def standing(session: ReadSession, serial: str) -> Standing | None:
    """The certificate with a serial number (capitals or not) and its whole history."""
    found = session.scalar(
        select(Certificate)
        .where(Certificate.serial == serial.strip().upper())
        .options(selectinload(Certificate.events))
    )
    return Standing(found, list(found.events)) if found else None


def certificates_of(session: ReadSession, person_id: int) -> list[Standing]:
    """A person's certificates, the newest first."""
    rows = session.scalars(
        select(Certificate)
        .where(Certificate.person_id == person_id)
        .options(selectinload(Certificate.events))
        .order_by(Certificate.id.desc())
    )
    return [Standing(row, list(row.events)) for row in rows]


def register(session: ReadSession, page: int) -> Paged[Row[Any]]:
    """The register, newest first: each certificate with the kind of its newest event."""
    newest = (
        select(CertificateEvent.kind)
        .where(CertificateEvent.certificate_id == Certificate.id)
        .order_by(CertificateEvent.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return read_page(
        session, select(Certificate, newest).order_by(Certificate.year.desc(), Certificate.number.desc()), page
    )


def serials_by_enrolment(session: ReadSession, enrolment_ids: Iterable[int]) -> dict[int, str]:
    """The newest certificate's serial for each of some enrolments that has one."""
    rows = session.execute(
        select(DecisionLine.enrolment_id, Certificate.serial)
        .join(Certificate, Certificate.line_id == DecisionLine.id)
        .where(DecisionLine.enrolment_id.in_(set(enrolment_ids)))
        .order_by(Certificate.id)
    )
    return {enrolment_id: serial for enrolment_id, serial in rows}  # noqa: C416 - the newest wins


def decisions_of(session: ReadSession, run_id: int, page: int) -> Paged[Row[Any]]:
    """A page of the board's decisions on a run, the newest first: each with how many passed and failed."""
    counts = [
        select(func.count())
        .where(DecisionLine.decision_id == BoardDecision.id, DecisionLine.passed.is_(verdict))
        .scalar_subquery()
        for verdict in (True, False)
    ]
    wanted = select(BoardDecision, *counts).where(BoardDecision.run_id == run_id).order_by(BoardDecision.id.desc())
    return read_page(session, wanted, page, DECISIONS)


def to_decide(run_id: int) -> Select[Any]:
    """The enrolments the board may decide about: active ones, and failed ones that are decided again."""
    return (
        select(Enrolment)
        .where(Enrolment.run_id == run_id)
        .where(Enrolment.state.in_([EnrolmentState.ACTIVE, EnrolmentState.FAILED]))
        .options(joinedload(Enrolment.person).joinedload(Person.institution))
        .join(Person, Person.id == Enrolment.person_id)
        .order_by(Person.name, Enrolment.id)
    )


def learners_to_decide(session: ReadSession, run_id: int) -> Sequence[Enrolment]:
    """Everybody the board may decide about, by name."""
    return session.scalars(to_decide(run_id)).all()
