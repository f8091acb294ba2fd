"""Deciding, certifying, revoking. Everything here only ever adds rows."""

import base64
import secrets

from sqlalchemy import select, update
from sqlalchemy.exc import NoResultFound

from courses.awards import queries
from courses.awards.forms import DecisionForm, RevocationForm
from courses.awards.models import BoardDecision, Certificate, CertificateEvent, DecisionLine, RegisterCounter
from courses.catalogue.models import Course
from courses.curricula.models import CurriculumVersion
from courses.enrolment.models import Enrolment, EnrolmentState, EnrolmentStep
from courses.grades.final import FinalMark, final_marks
from courses.runs.models import CourseRun
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Person
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal, Refusal
from rmtc.i18n.formats import local
from rmtc.i18n.texts import gettext as _

CODE_BYTES = 10  # 80 random bits, printed as sixteen letters and digits


def next_number(session: WriteSession, register: str, year: int) -> int:
    """Take the next number of a register; the row's lock makes others wait, a rollback gives the number back."""
    taken = update(RegisterCounter).where(RegisterCounter.register == register, RegisterCounter.year == year)
    try:
        last: int = session.execute(
            taken.values(last=RegisterCounter.last + 1).returning(RegisterCounter.last)
        ).scalar_one()
    except NoResultFound:
        session.add(RegisterCounter(register=register, year=year, last=1))
        session.flush()
        return 1
    return last


def record_decision(session: WriteSession, run: CourseRun, form: DecisionForm, *, by: Actor) -> BoardDecision:
    """Write down what the board decided; certificates follow for those who passed.

    Raises FieldRefusal for a day in the future, for somebody the board cannot decide about, and for a verdict against
    the marks without a note that says why.
    """
    if form.decided_on > local(now()).date():
        raise FieldRefusal("decided_on", _("The board cannot have met in the future."))
    candidates = {enrolment.id: enrolment for enrolment in queries.learners_to_decide(session, run.id)}
    if unknown := set(form.verdicts) - set(candidates):
        raise FieldRefusal("lines", _("%(count)s of these learners are decided already.") % {"count": len(unknown)})
    known = queries.run_with_course(session, run.id)
    marks = final_marks(session, known, candidates) if known else {}
    _require_reason(form, marks)
    decision = BoardDecision(
        run_id=run.id,
        year=form.decided_on.year,
        number=next_number(session, "decision", form.decided_on.year),
        decided_on=form.decided_on,
        members=form.names,
        note=form.note,
        recorded_at=now(),
        recorded_by=by.id,
    )
    session.add(decision)
    session.flush()  # the lines refer to it
    record(session, "decision.recorded", ("decision", decision.id), by=by.id, run=run.id, verdicts=len(form.verdicts))
    for enrolment_id, passed in form.verdicts.items():
        _decide(session, decision, candidates[enrolment_id], marks.get(enrolment_id), passed=passed, by=by)
    return decision


def _require_reason(form: DecisionForm, marks: dict[int, FinalMark]) -> None:
    for enrolment_id, passed in form.verdicts.items():
        mark = marks.get(enrolment_id)
        if (mark is not None and mark.passed) != passed and not form.note:
            raise FieldRefusal("note", _("The board decided against the marks: write down why."))


def _decide(
    session: WriteSession,
    decision: BoardDecision,
    enrolment: Enrolment,
    mark: FinalMark | None,
    *,
    passed: bool,
    by: Actor,
) -> None:
    line = DecisionLine(
        decision_id=decision.id, enrolment_id=enrolment.id, passed=passed, mark=mark.mark if mark else None
    )
    session.add(line)
    enrolment.state = EnrolmentState.COMPLETED if passed else EnrolmentState.FAILED
    reason = _("Board decision %(number)s") % {"number": f"{decision.number}/{decision.year}"}
    session.add(EnrolmentStep(enrolment_id=enrolment.id, state=enrolment.state, at=now(), by=by.id, reason=reason))
    session.flush()  # the certificate refers to the line
    if passed:
        issue_certificate(session, line, by=by)


def issue_certificate(session: WriteSession, line: DecisionLine, *, by: Actor) -> Certificate:
    """Enter a certificate into the register: the next number of the year, and what it says frozen as it is today."""
    row = session.execute(
        select(Enrolment, Person, Course, CurriculumVersion)
        .join(Person, Person.id == Enrolment.person_id)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .join(Course, Course.id == CourseRun.course_id)
        .outerjoin(CurriculumVersion, CurriculumVersion.id == Course.curriculum_version_id)
        .where(Enrolment.id == line.enrolment_id)
    ).one()
    _enrolment, person, course, version = row
    if version is None:
        raise Refusal(_("A course without a curriculum cannot be certified."))
    moment = now()
    year = local(moment).year
    number = next_number(session, "certificate", year)
    certificate = Certificate(
        serial=f"RMTC-{year}-{number:04}",
        year=year,
        number=number,
        line_id=line.id,
        person_id=person.id,
        holder=person.name,
        programme=course.title,
        curriculum_code=course_code(session, version),
        level=version.level,
        level_status=version.level_status,
        ects=version.ects,
        hours=round(version.ects * version.hours_per_credit),
        mark=line.mark,
        code=base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode(),
        issued_at=moment,
    )
    session.add(certificate)
    session.flush()  # the event refers to it
    _add_event(session, certificate, "issued", "", by=by)
    return certificate


def course_code(session: WriteSession, version: CurriculumVersion) -> str:
    """The code of a version's curriculum with the version's number: "GRMG v1"."""
    session.refresh(version, ["curriculum"])
    return f"{version.curriculum.code} v{version.number}"


def change_standing(
    session: WriteSession, standing: queries.Standing, form: RevocationForm, *, by: Actor
) -> CertificateEvent:
    """Revoke a certificate, or give it back; both stay in its history for ever.

    Raises Refusal when it already stands where it is asked to.
    """
    if standing.is_valid == (form.kind == "reinstated"):
        raise Refusal(_("This certificate already stands that way."))
    return _add_event(session, standing.certificate, form.kind, form.reason, by=by)


def _add_event(
    session: WriteSession, certificate: Certificate, kind: str, reason: str, *, by: Actor
) -> CertificateEvent:
    event = CertificateEvent(certificate_id=certificate.id, kind=kind, at=now(), by=by.id, reason=reason)
    session.add(event)
    record(session, f"certificate.{kind}", ("certificate", certificate.id), by=by.id, reason=reason)
    return event
