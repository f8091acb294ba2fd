"""Reading runs as a reviewer reads them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from courses.awards.models import BoardDecision, Certificate
from courses.awards.queries import serials_by_enrolment
from courses.catalogue.models import Course
from courses.curricula.models import Curriculum, CurriculumVersion
from courses.enrolment.models import Enrolment, EnrolmentState
from courses.grades.final import FinalMark, final_marks
from courses.runs.models import CourseRun, RunState
from rmtc.accounts.models import Institution, Person
from rmtc.db import ReadSession
from rmtc.paging import Paged, read_page


def runs_on_record(session: ReadSession, page: int) -> Paged[Row[Any]]:
    """Every run that is or was open, the newest first, with its course and how many take part."""
    counted = select(func.count()).where(Enrolment.run_id == CourseRun.id).scalar_subquery()
    statement = (
        select(CourseRun, Course.title, Course.language, counted)
        .join(Course, Course.id == CourseRun.course_id)
        .where(CourseRun.state != RunState.PLANNED)
        .order_by(CourseRun.starts.desc(), CourseRun.id.desc())
    )
    return read_page(session, statement, page)


@dataclass(frozen=True)
class Figures:
    """What the register holds altogether."""

    runs: int
    decisions: int
    certificates: int


def figures(session: ReadSession) -> Figures:
    """Count runs, decisions and certificates."""
    counts = [
        select(func.count()).select_from(CourseRun).where(CourseRun.state != RunState.PLANNED).scalar_subquery(),
        select(func.count()).select_from(BoardDecision).scalar_subquery(),
        select(func.count()).select_from(Certificate).scalar_subquery(),
    ]
    return Figures(*session.execute(select(*counts)).one())


@dataclass(frozen=True)
class Participant:
    """A line of the table of results."""

    enrolment: Enrolment
    person: Person
    institution: str
    mark: FinalMark | None
    serial: str


def participants(session: ReadSession, run: CourseRun, page: int) -> tuple[Paged[Row[Any]], list[Participant]]:
    """One page of the participants of a run with their results, by name."""
    statement = (
        select(Enrolment, Person, Institution)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Institution, Institution.id == Person.institution_id)
        .where(Enrolment.run_id == run.id)
        .order_by(Person.name, Enrolment.id)
    )
    found: Paged[Any] = read_page(session, statement, page)
    marks = final_marks(session, run, [enrolment.id for enrolment, _, _ in found.rows])
    serials = serials_by_enrolment(session, [enrolment.id for enrolment, _, _ in found.rows])
    lines = [
        Participant(
            enrolment,
            person,
            institution.shown_name if institution else "",
            marks.get(enrolment.id),
            serials.get(enrolment.id, ""),
        )
        for enrolment, person, institution in found.rows
    ]
    return found, lines


def counts_by_state(session: ReadSession, run_id: int) -> dict[EnrolmentState, int]:
    """How many enrolments of a run stand in each state."""
    rows = session.execute(
        select(Enrolment.state, func.count()).where(Enrolment.run_id == run_id).group_by(Enrolment.state)
    )
    return {state: count for state, count in rows}  # noqa: C416 - rows are not pairs to the type checker


def curriculum_of(session: ReadSession, version: CurriculumVersion | None) -> Curriculum | None:
    """The curriculum of a version."""
    return session.get(Curriculum, version.curriculum_id) if version else None
