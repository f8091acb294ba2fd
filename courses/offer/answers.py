"""The JSON API of the catalogue."""

from datetime import date
from typing import Annotated

from fastapi import Query, Request
from pydantic import BaseModel, Field

from courses.curricula.models import CurriculumVersion
from courses.offer.queries import Offered, offered
from courses.runs.models import CourseRun
from rmtc.web.requests import Reads
from rmtc.web.routing import Router

router = Router(prefix="/api/v1", tags=["courses"])


class CurriculumAnswer(BaseModel):
    """The curriculum version a course delivers; a level is indicative unless `level_decision` names a decision."""

    version: int
    title: str
    level: int = Field(description="level of the European Qualifications Framework, 1 to 8")
    level_status: str
    level_decision: str
    ects: float


class RunAnswer(BaseModel):
    """A run that takes learners; days in Europe/Belgrade."""

    id: int
    code: str
    title: str
    starts: date
    ends: date
    place: str
    language: str


class CourseAnswer(BaseModel):
    """A published course."""

    slug: str
    title: str
    summary: str
    language: str
    proofread: bool = Field(description="whether somebody who speaks the language has read the texts")
    curriculum: CurriculumAnswer | None
    runs: list[RunAnswer]
    url: str = Field(description="address of its page")


class CoursesAnswer(BaseModel):
    """The catalogue, by title."""

    total: int
    courses: list[CourseAnswer]


@router.get("/courses", name="api.courses")
def list_courses(
    request: Request,
    session: Reads,
    level: Annotated[int | None, Query(ge=1, le=8, description="only courses of this EQF level")] = None,
    language: Annotated[str, Query(max_length=10, description="only courses in this language")] = "",
) -> CoursesAnswer:
    """The published courses with the runs that take learners."""
    site = request.app.state.settings.site_url
    urls = request.app.state.urls
    found = [
        _course(one, site + urls("offer.course", slug=one.course.slug)) for one in offered(session, level, language)
    ]
    return CoursesAnswer(total=len(found), courses=found)


def _course(one: Offered, url: str) -> CourseAnswer:
    course = one.course
    return CourseAnswer(
        **{name: getattr(course, name) for name in ("slug", "title", "summary", "language", "proofread")},
        curriculum=_curriculum(one.version) if one.version else None,
        runs=[_run(run) for run in one.runs],
        url=url,
    )


def _curriculum(version: CurriculumVersion) -> CurriculumAnswer:
    names = ("title", "level", "level_status", "level_decision", "ects")
    return CurriculumAnswer(version=version.number, **{name: getattr(version, name) for name in names})


def _run(run: CourseRun) -> RunAnswer:
    return RunAnswer(**{name: getattr(run, name) for name in RunAnswer.model_fields})
