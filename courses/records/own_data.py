"""What the courses keep of a person, for their own download; and what of it goes when they are erased.

Evidence stays: enrolments, attempts, grades, decisions and certificates are the Centre's accredited record
(Regulation (EU) 2016/679, Article 17(3)(b) and (d)); erasing the account takes the name away from them.
"""

from typing import Any

from sqlalchemy import Select, delete, select

from courses.awards.models import Certificate, CertificateEvent, DecisionLine
from courses.content.models import ActivityDraft
from courses.enrolment.models import Enrolment, EnrolmentStep
from courses.grades.models import Grade
from courses.progress.models import ActivityProgress, Note
from courses.quizzes.models import Attempt, AttemptSlot, AttemptStep
from courses.readings.models import ReadingOpening
from courses.runs.models import RunTrainer
from rmtc.db import ReadSession, WriteSession
from rmtc.profile.own_data import OwnData, plain_rows

LEARNING = (EnrolmentStep, ActivityProgress, ReadingOpening, Grade, DecisionLine)
"""What hangs on an enrolment."""
STAFF = ("by",)
"""Who of the Centre did something is the data of another person."""


def _enrolments(person_id: int) -> Select[Any]:
    return select(Enrolment.id).where(Enrolment.person_id == person_id)


def learning(session: ReadSession, person_id: int) -> dict[str, Any]:
    """Enrolments and their steps, what was opened and done, grades, decisions."""
    mine = _enrolments(person_id)
    found = {
        kind.__tablename__: plain_rows(
            session, select(kind).where(kind.enrolment_id.in_(mine)).order_by(kind.id), but=STAFF
        )
        for kind in LEARNING
    }
    enrolments = select(Enrolment).where(Enrolment.person_id == person_id).order_by(Enrolment.id)
    return {"enrolments": plain_rows(session, enrolments), **found}


def attempts(session: ReadSession, person_id: int) -> dict[str, Any]:
    """Every sitting of a quiz with each answer given."""
    sittings = select(Attempt).where(Attempt.enrolment_id.in_(_enrolments(person_id)))
    asked = select(AttemptSlot).where(AttemptSlot.attempt_id.in_(sittings.with_only_columns(Attempt.id)))
    steps = select(AttemptStep).where(AttemptStep.slot_id.in_(asked.with_only_columns(AttemptSlot.id)))
    return {
        "attempts": plain_rows(session, sittings.order_by(Attempt.id), but=("seed",)),
        "questions": plain_rows(session, asked.order_by(AttemptSlot.id)),
        "answers": plain_rows(session, steps.order_by(AttemptStep.id), but=STAFF),
    }


def notes(session: ReadSession, person_id: int) -> list[dict[str, Any]]:
    """The private notes beside lessons."""
    return plain_rows(session, select(Note).where(Note.person_id == person_id).order_by(Note.id))


def drafts(session: ReadSession, person_id: int) -> list[dict[str, Any]]:
    """What was typed into the editor of lessons and not saved."""
    mine = select(ActivityDraft).where(ActivityDraft.person_id == person_id)
    return plain_rows(session, mine.order_by(ActivityDraft.id))


def certificates(session: ReadSession, person_id: int) -> dict[str, Any]:
    """The certificates of a person and what happened to them."""
    mine = select(Certificate).where(Certificate.person_id == person_id)
    events = CertificateEvent.certificate_id.in_(mine.with_only_columns(Certificate.id))
    happened = select(CertificateEvent).where(events).order_by(CertificateEvent.id)
    return {
        "certificates": plain_rows(session, mine.order_by(Certificate.id)),
        "events": plain_rows(session, happened, but=STAFF),
    }


def teaching(session: ReadSession, person_id: int) -> list[dict[str, Any]]:
    """The runs somebody trains."""
    return plain_rows(session, select(RunTrainer).where(RunTrainer.person_id == person_id).order_by(RunTrainer.id))


def erase_notes(session: WriteSession, person_id: int) -> None:
    """Delete the private notes of a person."""
    session.execute(delete(Note).where(Note.person_id == person_id))


def erase_drafts(session: WriteSession, person_id: int) -> None:
    """Delete what a person has typed and not saved."""
    session.execute(delete(ActivityDraft).where(ActivityDraft.person_id == person_id))


PARTS = (
    OwnData(
        "learning",
        tuple(kind.__tablename__ for kind in (Enrolment, *LEARNING)),
        learning,
    ),
    OwnData("attempts", tuple(kind.__tablename__ for kind in (Attempt, AttemptSlot, AttemptStep)), attempts),
    OwnData("notes", (Note.__tablename__,), notes, erase_notes),
    OwnData("drafts", (ActivityDraft.__tablename__,), drafts, erase_drafts),
    OwnData("certificates", (Certificate.__tablename__, CertificateEvent.__tablename__), certificates),
    OwnData("teaching", (RunTrainer.__tablename__,), teaching),
)
"""The parts of the download that the courses add."""
