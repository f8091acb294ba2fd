"""The tables of a record: one statement each, columns named as a reader of a spreadsheet would name them."""

from typing import Any

from sqlalchemy import Select, select

from courses.awards.models import BoardDecision, Certificate, CertificateEvent, DecisionLine
from courses.catalogue.models import Course, Edition, EditionActivity
from courses.curricula.models import Assessment, Curriculum, CurriculumVersion, LearningOutcome, Module
from courses.enrolment.models import Enrolment, EnrolmentStep
from courses.grades.models import Grade, GradeItem
from courses.progress.models import ActivityProgress
from courses.questions.models import QuestionVersion
from courses.quizzes.models import Attempt, AttemptSlot, AttemptStep
from courses.records.scope import Scope
from courses.runs.models import CourseRun, RunDate, RunTrainer
from rmtc.accounts.models import Institution, Person
from rmtc.db import Model

Statements = dict[str, Select[Any]]


def columns(model: type[Model], *without: str) -> list[Any]:
    """Every column of a table but some."""
    return [column for column in model.__table__.columns if column.name not in without]


def statements(scope: Scope) -> Statements:
    """Every table of a record, in the order a reviewer reads them."""
    return programme_tables(scope) | delivery_tables(scope) | assessment_tables(scope) | award_tables(scope)


def programme_tables(scope: Scope) -> Statements:
    """What was to be taught, and what was published to be taught."""
    courses = select(CourseRun.course_id).where(CourseRun.id.in_(scope.runs()))
    versions = select(Course.curriculum_version_id).where(Course.id.in_(courses))
    editions = select(CourseRun.edition_id).where(CourseRun.id.in_(scope.runs()))
    return {
        "curricula": select(Curriculum.code, *columns(CurriculumVersion))
        .join(Curriculum, Curriculum.id == CurriculumVersion.curriculum_id)
        .where(CurriculumVersion.id.in_(versions))
        .order_by(CurriculumVersion.id),
        "outcomes": _of_versions(LearningOutcome, versions),
        "modules": _of_versions(Module, versions),
        "assessments": _of_versions(Assessment, versions),
        "courses": select(*columns(Course)).where(Course.id.in_(courses)).order_by(Course.id),
        "editions": select(*columns(Edition)).where(Edition.id.in_(editions)).order_by(Edition.id),
        "edition_activities": select(*columns(EditionActivity))
        .where(EditionActivity.edition_id.in_(editions))
        .order_by(EditionActivity.edition_id, EditionActivity.position),
    }


def _of_versions(model: type[LearningOutcome | Module | Assessment], versions: Select[Any]) -> Select[Any]:
    return select(*columns(model)).where(model.version_id.in_(versions)).order_by(model.id)


def delivery_tables(scope: Scope) -> Statements:
    """Who was there: runs, trainers, dates, participants, every step of their enrolment, what they opened and did."""
    runs = scope.runs()
    enrolments = select(Enrolment.id).where(Enrolment.run_id.in_(runs))
    return {
        "runs": select(*columns(CourseRun)).where(CourseRun.id.in_(runs)).order_by(CourseRun.id),
        "trainers": select(RunTrainer.run_id, RunTrainer.person_id, Person.name)
        .join(Person, Person.id == RunTrainer.person_id)
        .where(RunTrainer.run_id.in_(runs))
        .order_by(RunTrainer.id),
        "dates": select(*columns(RunDate)).where(RunDate.run_id.in_(runs)).order_by(RunDate.run_id, RunDate.starts),
        "participants": select(
            Enrolment.id.label("enrolment_id"),
            Enrolment.run_id,
            Enrolment.person_id,
            Person.name,
            Institution.name.label("institution"),
            Institution.country,
            Enrolment.state,
            Enrolment.created_at,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Institution, Institution.id == Person.institution_id)
        .where(Enrolment.run_id.in_(runs))
        .order_by(Enrolment.id),
        "enrolment_steps": select(*columns(EnrolmentStep))
        .where(EnrolmentStep.enrolment_id.in_(enrolments))
        .order_by(EnrolmentStep.id),
        "progress": select(*columns(ActivityProgress))
        .where(ActivityProgress.enrolment_id.in_(enrolments))
        .order_by(ActivityProgress.id),
    }


def assessment_tables(scope: Scope) -> Statements:
    """What was asked, answered and marked: every step, so that the marks can be worked out again."""
    runs = scope.runs()
    attempts = select(Attempt.id).where(
        Attempt.enrolment_id.in_(select(Enrolment.id).where(Enrolment.run_id.in_(runs)))
    )
    slots = select(AttemptSlot.id).where(AttemptSlot.attempt_id.in_(attempts))
    asked = select(AttemptSlot.question_version_id).where(AttemptSlot.attempt_id.in_(attempts))
    items = select(GradeItem.id).where(GradeItem.run_id.in_(runs))
    return {
        "question_versions": select(*columns(QuestionVersion))
        .where(QuestionVersion.id.in_(asked))
        .order_by(QuestionVersion.id),
        "attempts": select(*columns(Attempt)).where(Attempt.id.in_(attempts)).order_by(Attempt.id),
        "attempt_slots": select(*columns(AttemptSlot)).where(AttemptSlot.id.in_(slots)).order_by(AttemptSlot.id),
        "attempt_steps": select(*columns(AttemptStep)).where(AttemptStep.slot_id.in_(slots)).order_by(AttemptStep.id),
        "grade_items": select(*columns(GradeItem)).where(GradeItem.id.in_(items)).order_by(GradeItem.id),
        "grades": select(*columns(Grade)).where(Grade.item_id.in_(items)).order_by(Grade.id),
    }


def award_tables(scope: Scope) -> Statements:
    """What the board decided, and the certificates that followed with everything that happened to them."""
    decisions = select(BoardDecision.id).where(BoardDecision.run_id.in_(scope.runs()))
    lines = select(DecisionLine.id).where(DecisionLine.decision_id.in_(decisions))
    certificates = select(Certificate.id).where(Certificate.line_id.in_(lines))
    return {
        "decisions": select(*columns(BoardDecision)).where(BoardDecision.id.in_(decisions)).order_by(BoardDecision.id),
        "decision_lines": select(*columns(DecisionLine)).where(DecisionLine.id.in_(lines)).order_by(DecisionLine.id),
        # the code is for whoever holds the certificate, not for whoever reads the record
        "certificates": select(*columns(Certificate, "code"))
        .where(Certificate.id.in_(certificates))
        .order_by(Certificate.id),
        "certificate_events": select(*columns(CertificateEvent))
        .where(CertificateEvent.certificate_id.in_(certificates))
        .order_by(CertificateEvent.id),
    }
