"""The catalogue, the page of a course, and the pictures of its lessons."""

from typing import Annotated

from fastapi import Query, Request, Response
from markupsafe import Markup

from courses.catalogue.access import CourseToSee
from courses.content.queries import file_with
from courses.content.rendering import MARK
from courses.enrolment.access import CourseToFollow
from courses.offer import queries
from courses.offer.linked_data import describe
from rmtc.accounts.signin import Visitor
from rmtc.errors import NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.texts.markdown import render_markdown
from rmtc.web.downloads import file_answer
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads
from rmtc.web.routing import Router

router = Router()
DAY = "private, max-age=86400"
YEAR = "private, max-age=31536000, immutable"


@router.get("/courses", name="offer.courses")
def show_courses(
    page: Answer,
    session: Reads,
    level: Annotated[str, Query(max_length=2)] = "",
    language: Annotated[str, Query(max_length=10)] = "",
    number: Annotated[int, Query(alias="page")] = 1,
) -> Response:
    """A page of the catalogue, narrowed by level and language where asked."""
    wanted = int(level) if level.isdecimal() else None
    levels, languages = queries.choices(session)
    return page.render(
        "courses/offer/list.html",
        found=queries.catalogue_page(session, wanted, language, number),
        levels=levels,
        course_languages=languages,
        level=level,
        language=language,
    )


@router.get("/courses/{slug}", name="offer.course")
def show_course(page: Answer, request: Request, course: CourseToSee, visitor: Visitor, session: Reads) -> Response:
    """A course: what one learns, what it asks, when it begins."""
    version = queries.version_of(session, course)
    runs = queries.open_runs(session, [course.id]).get(course.id, [])
    return page.render(
        "courses/offer/course.html",
        course=course,
        version=version,
        runs=runs,
        parts=queries.contents(session, course),
        about=Markup(render_markdown(course.description, ids=None)),  # noqa: S704 - the renderer sanitises
        linked=describe(course, version, runs, request.app.state.settings.site_url),
        visitor=visitor,
    )


@router.get("/courses/{slug}/files/{name:path}", name="offer.file")
def show_file(
    request: Request,
    course: CourseToFollow,
    name: str,
    session: Reads,
    mark: Annotated[str, Query(alias="v", pattern=f"^[0-9a-f]{{{MARK}}}$")] = "",
) -> Response:
    """A file of a lesson, for those who learn, teach, write or review the course; `v` asks for one content of it."""
    found = file_with(session, course.id, name, mark)
    if found is None:
        raise NotFound(_("There is no such file."))
    cache = YEAR if mark else DAY
    return file_answer(request, request.app.state.store, found, name.rsplit("/", 1)[-1], cache=cache)
