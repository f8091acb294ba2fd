"""The files of a course: pictures for its lessons, files to download."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import Depends, Request, Response
from starlette.datastructures import UploadFile

from courses.catalogue.access import CourseToEdit
from courses.catalogue.models import Course
from courses.content.files import ENDINGS, refuse_hostile, take_file
from courses.content.models import CourseFile
from courses.content.queries import files_of
from rmtc.accounts.actors import Actor
from rmtc.accounts.signin import SignedIn
from rmtc.config import Settings
from rmtc.errors import FieldRefusal, Refusal
from rmtc.files.incoming import received
from rmtc.files.refusals import TooLarge
from rmtc.files.services import keep_file, place
from rmtc.i18n.texts import gettext as _
from rmtc.paging import read_page
from rmtc.web.forms import Bound
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, allow_body, database_of, whole_body
from rmtc.web.routing import Router

router = Router(prefix="/teach/courses/{slug}/files")
LARGEST = 25_000_000
"""Bytes of a file in a course; longer documents belong into the library."""


async def room_for_a_file(request: Request, session: Reads, _course: CourseToEdit) -> None:
    """Let trainers send a file; what was read to authorise them is let go before the body comes."""
    await run_sync(session.rollback)
    await allow_body(LARGEST // 1_000_000 + 1)(request)


async def sent_file(
    request: Request, _room: Annotated[None, Depends(room_for_a_file)], _body: Annotated[None, Depends(whole_body)]
) -> AsyncIterator[UploadFile | None]:
    """The file of the form, if one was chosen; it is closed when the answer is ready."""
    found = (await request.form()).get("file")
    try:
        yield found if isinstance(found, UploadFile) and found.filename else None
    finally:
        await request.close()


@router.get("", name="authoring.files")
def show_files(page: Answer, session: Reads, course: CourseToEdit, number: int = 1) -> Response:
    """The files, each with the line that puts it into a lesson."""
    return _files_page(page, session, course, Bound(), number=number)


@router.post("", name="authoring.add_file")
def add_file(
    page: Answer,
    request: Request,
    actor: SignedIn,
    course: CourseToEdit,
    session: Reads,
    file: Annotated[UploadFile | None, Depends(sent_file)],
) -> Response:
    """Take a file in; hostile ones are refused with the reason."""
    if file is None:
        return _files_page(page, session, course, Bound(errors={"file": _("Please choose a file.")}), 422)
    course_id, slug = course.id, course.slug
    session.rollback()  # the transaction that read ends before the one that writes begins
    try:
        name = _keep(request, course_id, file, actor).name
    except (FieldRefusal, TooLarge) as refusal:
        return _files_page(page, session, course, Bound(errors={"file": str(refusal)}), 422)
    said = _("The file is there as “%(name)s”.") % {"name": name}
    return page.redirect("authoring.files", slug=slug, flash=said)


def _keep(request: Request, course_id: int, file: UploadFile, actor: Actor) -> CourseFile:
    settings: Settings = request.app.state.settings
    store = request.app.state.store
    with received(file.file, settings.data / "incoming", name=file.filename or "file", limit=LARGEST) as incoming:
        if not incoming.size:
            raise FieldRefusal("file", _("The file is empty."))
        refuse_hostile(incoming.media_type, incoming.path.read_bytes())
        place(store, incoming)
        with database_of(request).writing() as session:
            course = session.get(Course, course_id)
            if course is None:
                raise Refusal(_("There is no such course."))
            return take_file(session, course, keep_file(session, store, incoming), incoming.name, by=actor)


def _files_page(
    page: Page, session: Reads, course: Course, form: Bound[Any], status: int = 200, number: int = 1
) -> Response:
    found = read_page(session, files_of(course.id), number)
    return page.render(
        "courses/authoring/files.html",
        status,
        course=course,
        found=found,
        files=[row[0] for row in found.rows],
        form=form,
        endings=ENDINGS,
        largest=LARGEST // 1_000_000,
    )
