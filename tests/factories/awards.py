"""Runs with learners and grades, and the board's decisions about them."""

from dataclasses import dataclass
from datetime import date

from courses.awards.forms import DecisionForm
from courses.awards.models import BoardDecision, Certificate
from courses.awards.services import record_decision
from courses.curricula.models import Curriculum, CurriculumVersion, VersionState
from courses.enrolment.models import Enrolment
from courses.grades.models import Grade, GradeItem
from courses.runs.models import CourseRun
from rmtc.accounts.models import Person
from rmtc.clock import now
from rmtc.db import WriteSession
from tests.factories.courses import a_course, a_handmade_edition, a_learner, a_run, as_actor
from tests.personas import Cast


@dataclass
class Graded:
    """A run of an approved curriculum in which Arta has 82 of 100 and Sven 41."""

    run: CourseRun
    arta: Enrolment
    sven: Enrolment
    manager: Person


def a_graded_run(session: WriteSession, cast: Cast) -> Graded:
    curriculum = Curriculum(code="MG", title="Migration and Gender", created_at=now())
    session.add(curriculum)
    session.flush()
    version = CurriculumVersion(
        curriculum_id=curriculum.id,
        number=1,
        state=VersionState.APPROVED,
        title="Migration and Gender",
        level=5,
        ects=2.0,
        created_at=now(),
        approved_at=now(),
    )
    session.add(version)
    course = a_course(session)
    session.flush()
    course.curriculum_version_id = version.id
    run = a_run(session, a_handmade_edition(session, course, {"kind": "quiz", "title": "Check yourself"}), cast.mira)
    item = GradeItem(run_id=run.id, activity_id=1, title="Check yourself", weight=100.0)
    session.add(item)
    session.flush()
    learners = [a_learner(session, run, person, cast.mira) for person in (cast.arta, cast.stranger)]
    for enrolment, value in zip(learners, (82.0, 41.0), strict=True):
        session.add(Grade(item_id=item.id, enrolment_id=enrolment.id, value=value, at=now()))
    session.commit()
    return Graded(run, *learners, cast.mira)


def decide(session: WriteSession, graded: Graded, *lines: str, note: str = "") -> BoardDecision:
    form = DecisionForm(decided_on=date(2026, 3, 2), members="Ana Board\nBojan Board", note=note, lines=list(lines))
    decision = record_decision(session, graded.run, form, by=as_actor(graded.manager, ("manager", "", 0)))
    session.commit()
    return decision


def certify_arta(session: WriteSession, cast: Cast) -> Certificate:
    graded = a_graded_run(session, cast)
    decide(session, graded, f"{graded.arta.id}:passed")
    return session.query(Certificate).one()
