"""The final mark of a run: the assessments of the curriculum with their weights."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from courses.curricula.models import CurriculumVersion
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import TAKES_A_PLACE
from courses.grades.queries import Marked, marked_in, newest_grades
from courses.runs.models import CourseRun
from rmtc.db import ReadSession

USUAL_PASS_MARK = 60.0


@dataclass(frozen=True)
class Part:
    """An assessment's share in a final mark; `mark` in percent, None while it is not marked."""

    title: str
    weight: float
    mark: float | None
    must_pass: bool


@dataclass(frozen=True)
class FinalMark:
    """A final mark in percent with its parts; None while a part is missing."""

    mark: float | None
    passed: bool
    parts: tuple[Part, ...]


def final_marks(
    session: ReadSession, run: CourseRun, enrolment_ids: Iterable[int] | None = None
) -> dict[int, FinalMark]:
    """The final marks of a run's learners (or of some) by the enrolment's id; the same few queries for any number."""
    marked = marked_in(session, run)
    grades = newest_grades(session, run.id, enrolment_ids)
    version_id = run.course.curriculum_version_id
    pass_mark = session.scalar(select(CurriculumVersion.pass_mark).where(CurriculumVersion.id == version_id))
    if enrolment_ids is None:
        here = Enrolment.run_id == run.id, Enrolment.state.in_(TAKES_A_PLACE)
        enrolment_ids = session.scalars(select(Enrolment.id).where(*here)).all()
    limit = USUAL_PASS_MARK if pass_mark is None else float(pass_mark)
    values = {one: {key: grade.value for key, grade in of_one.items()} for one, of_one in grades.items()}
    return {one: final_mark(marked, values.get(one, {}), limit) for one in enrolment_ids}


def final_mark(marked: Iterable[Marked], values: Mapping[str, float], pass_mark: float) -> FinalMark:
    """Weigh what was marked; without assessments every quiz weighs the same."""
    marked = list(marked)
    assessments = [one for one in marked if one.key.startswith("assessment-")]
    quizzes = [one for one in marked if one.key.startswith("activity-")]
    parts = [Part(one.title, one.weight, _mark_of(one, quizzes, values), one.must_pass) for one in assessments]
    if not assessments:
        weight = 100 / len(quizzes) if quizzes else 0
        parts = [Part(one.title, weight, values.get(one.key), one.must_pass) for one in quizzes]
    return _weighed(tuple(parts), pass_mark)


def _mark_of(assessment: Marked, quizzes: list[Marked], values: Mapping[str, float]) -> float | None:
    """What was entered for the assessment itself, else for one by quiz the mean of the quizzes of its modules."""
    if assessment.key in values or not assessment.is_quiz:
        return values.get(assessment.key)
    wanted = [quiz for quiz in quizzes if not assessment.modules or set(quiz.modules) & set(assessment.modules)]
    marks = [values.get(quiz.key) for quiz in wanted]
    known = [mark for mark in marks if mark is not None]
    return sum(known) / len(known) if known and len(known) == len(marks) else None


def _weighed(parts: tuple[Part, ...], pass_mark: float) -> FinalMark:
    known = [(part.weight, part.mark) for part in parts if part.mark is not None]
    total = sum(part.weight for part in parts)
    if not parts or len(known) < len(parts) or total <= 0:
        return FinalMark(None, passed=False, parts=parts)
    mark = round(sum(weight * value for weight, value in known) / total, 4)
    failed = any(part.must_pass and part.mark is not None and part.mark < pass_mark for part in parts)
    return FinalMark(mark, passed=mark >= pass_mark and not failed, parts=parts)
