"""Reading grades: what is marked in a run, the newest entry of each, everything that was ever entered."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from courses.catalogue.models import EditionActivity
from courses.curricula.models import Assessment
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import TAKES_A_PLACE
from courses.grades.models import Grade, GradeItem
from courses.runs.models import CourseRun
from rmtc.accounts.models import Person
from rmtc.db import ReadSession


@dataclass(frozen=True)
class Marked:
    """Something that is marked in a run: a quiz of its edition, or an assessment of its curriculum.

    `weight` in percent of the final mark; `modules` are those whose quizzes make the mark of an assessment.
    """

    key: str
    title: str
    weight: float = 0.0
    must_pass: bool = False
    is_quiz: bool = False
    modules: tuple[int, ...] = ()


def marked_in(session: ReadSession, run: CourseRun) -> list[Marked]:
    """Everything that is marked in a run: the quizzes in order, then the assessments. Two queries."""
    quizzes = select(EditionActivity.activity_id, EditionActivity.title, EditionActivity.section_number)
    quizzes = quizzes.where(EditionActivity.edition_id == run.edition_id, EditionActivity.kind == "quiz")
    found = [
        Marked(f"activity-{activity_id}", title, is_quiz=True, modules=(section,))
        for activity_id, title, section in session.execute(quizzes.order_by(EditionActivity.position))
    ]
    version = run.course.curriculum_version_id
    assessments = select(Assessment).where(Assessment.version_id == version).order_by(Assessment.position)
    for one in session.scalars(assessments):
        is_quiz, modules = one.kind == "quiz", tuple(one.modules)
        found.append(Marked(f"assessment-{one.id}", one.title, one.weight, one.must_pass, is_quiz, modules))
    return found


def key_of(item: GradeItem) -> str:
    """The key of what an item marks, as in `Marked`."""
    return f"activity-{item.activity_id}" if item.activity_id else f"assessment-{item.assessment_id}"


def learners_of(run_id: int) -> Select[Enrolment]:
    """Who takes part in a run, by name, for reading page by page."""
    wanted = select(Enrolment).join(Enrolment.person).options(contains_eager(Enrolment.person))
    here = Enrolment.run_id == run_id, Enrolment.state.in_(TAKES_A_PLACE)
    return wanted.where(*here).order_by(Person.name, Enrolment.id)


def entries_of(
    session: ReadSession, run_id: int, enrolment_ids: Iterable[int] | None = None
) -> list[tuple[str, Grade]]:
    """Every entry with the key of what it marks, oldest first; of all learners of a run, or of some."""
    wanted = select(GradeItem, Grade).join(Grade, Grade.item_id == GradeItem.id).where(GradeItem.run_id == run_id)
    if enrolment_ids is not None:
        wanted = wanted.where(Grade.enrolment_id.in_(set(enrolment_ids)))
    return [(key_of(item), grade) for item, grade in session.execute(wanted.order_by(Grade.id))]


def newest_grades(
    session: ReadSession, run_id: int, enrolment_ids: Iterable[int] | None = None
) -> dict[int, dict[str, Grade]]:
    """The entry that counts, by enrolment and by the key of what is marked. One query."""
    found: dict[int, dict[str, Grade]] = {}
    for key, grade in entries_of(session, run_id, enrolment_ids):
        found.setdefault(grade.enrolment_id, {})[key] = grade
    return found


def newest_grade(session: ReadSession, item_id: int, enrolment_id: int) -> Grade | None:
    """The entry that counts for one item and one learner."""
    here = Grade.item_id == item_id, Grade.enrolment_id == enrolment_id
    return session.scalar(select(Grade).where(*here).order_by(Grade.id.desc()).limit(1))


def names_of(session: ReadSession, people: Iterable[int | None]) -> dict[int, str]:
    """Names of people by their ids."""
    wanted = select(Person.id, Person.name).where(Person.id.in_({one for one in people if one is not None}))
    return dict(session.execute(wanted).all())


def learner_in(session: ReadSession, run_id: int, enrolment_id: int) -> Enrolment | None:
    """An enrolment of a run with its person."""
    wanted = select(Enrolment).options(joinedload(Enrolment.person))
    here = Enrolment.run_id == run_id, Enrolment.id == enrolment_id
    return session.scalar(wanted.where(*here).execution_options(populate_existing=True))
