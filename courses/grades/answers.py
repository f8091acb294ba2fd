"""The JSON API of results."""

from datetime import date, datetime
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from courses.enrolment.access import RunToInspect
from courses.enrolment.models import Enrolment
from courses.grades.final import FinalMark, final_marks
from courses.grades.models import Grade
from courses.grades.queries import learners_of, marked_in, newest_grades
from rmtc.paging import USUAL_SIZE, read_page
from rmtc.web.requests import Reads
from rmtc.web.routing import Router

router = Router(prefix="/api/v1", tags=["runs"])
MOST_PER_PAGE = 100


class RunFacts(BaseModel):
    """A run; days in Europe/Belgrade."""

    id: int
    code: str
    title: str
    course: str = Field(description="name of the course in its address")
    edition: int
    state: str
    starts: date
    ends: date


class MarkedAnswer(BaseModel):
    """Something that is marked: a quiz of the run's edition or an assessment of its curriculum; weight in percent."""

    key: str
    title: str
    weight: float
    must_pass: bool


class MarkAnswer(BaseModel):
    """A mark in percent and when it was entered."""

    value: float
    at: datetime


class LearnerAnswer(BaseModel):
    """What a learner has reached; `marks` by the key of what is marked, `final` is empty while a part is missing."""

    enrolment: int
    name: str
    state: str
    marks: dict[str, MarkAnswer]
    final: float | None
    passed: bool


class ResultsAnswer(BaseModel):
    """The results of a run, a page of learners at a time, by name."""

    run: RunFacts
    marked: list[MarkedAnswer]
    total: int
    page: int
    pages: int
    learners: list[LearnerAnswer]


@router.get("/runs/{run_id}/results", name="api.results")
def list_results(
    session: Reads,
    place: RunToInspect,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    limit: Annotated[int, Query(ge=1, le=MOST_PER_PAGE, description="learners on a page")] = USUAL_SIZE,
) -> ResultsAnswer:
    """The marks of a run, for its trainers, managers and reviewers."""
    run = place.run
    found = read_page(session, learners_of(run.id), page, limit)
    enrolments = [row[0] for row in found.rows] if page <= found.pages else []
    ids = [enrolment.id for enrolment in enrolments]
    grades, finals = newest_grades(session, run.id, ids), final_marks(session, run, ids)
    facts = {name: getattr(run, name) for name in ("id", "code", "title", "state", "starts", "ends")}
    names = MarkedAnswer.model_fields
    return ResultsAnswer(
        run=RunFacts(**facts, course=run.course.slug, edition=run.edition.number),
        marked=[MarkedAnswer(**{name: getattr(one, name) for name in names}) for one in marked_in(session, run)],
        total=found.total,
        page=page,
        pages=found.pages,
        learners=[_learner(one, grades.get(one.id, {}), finals[one.id]) for one in enrolments],
    )


def _learner(enrolment: Enrolment, marks: dict[str, Grade], final: FinalMark) -> LearnerAnswer:
    return LearnerAnswer(
        enrolment=enrolment.id,
        name=enrolment.person.name,
        state=enrolment.state,
        marks={key: MarkAnswer(value=grade.value, at=grade.at) for key, grade in marks.items()},
        final=final.mark,
        passed=final.passed,
    )
