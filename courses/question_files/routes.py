"""Questions from a file, and the bank as a file."""

from typing import Annotated, Literal

from fastapi import Depends, Request, Response
from starlette.datastructures import UploadFile

from courses.catalogue.access import CourseToEdit
from courses.interchange.material import Reading
from courses.interchange.readers.question_text import LARGEST_FILE
from courses.interchange.report_words import kind_name, outcome_name
from courses.question_files.services import FileFormat, import_questions, read_questions, write_questions
from rmtc.accounts.signin import SignedIn
from rmtc.errors import Refusal
from rmtc.i18n.texts import gettext as _
from rmtc.texts.letters import without_controls
from rmtc.web.forms import Bound
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads, Writes, allow_body, whole_body
from rmtc.web.routing import Router

router = Router(prefix="/teach/courses/{slug}/question-files")

ENDINGS = {"gift": "gift.txt", "moodle-xml": "xml"}


async def sent_file(
    request: Request, _course: CourseToEdit, _body: Annotated[None, Depends(whole_body)]
) -> tuple[str, bytes]:
    """The name and the bytes of the file that was sent; empty when there was none."""
    found = (await request.form()).get("file")
    if not isinstance(found, UploadFile) or not found.filename:
        return "", b""
    data = await found.read()
    await found.close()
    return without_controls(found.filename), data


def sent_questions(
    sent: Annotated[tuple[str, bytes], Depends(sent_file)],
    format: Literal["", "gift", "aiken", "moodle-xml"] = "",  # noqa: A002 - the name in the address
) -> Reading | str:
    """The questions of the file, read before any transaction that writes; or the sentence why there are none."""
    name, data = sent
    if not data:
        return _("Choose a file that holds questions.")
    try:
        return read_questions(data, name, format)
    except Refusal as refusal:
        return str(refusal)


SentQuestions = Annotated[Reading | str, Depends(sent_questions)]


@router.get("/new", name="question_files.new")
def show_import(page: Answer, course: CourseToEdit) -> Response:
    """The form that takes a question file."""
    return page.render("courses/question_files/new.html", course=course, form=Bound(), report=None)


@router.post("", name="question_files.add", dependencies=[Depends(allow_body(LARGEST_FILE // 1_000_000))])
def import_file(page: Answer, course: CourseToEdit, actor: SignedIn, sent: SentQuestions, session: Writes) -> Response:
    """Take the questions of a file, and show what became of each."""
    template = "courses/question_files/new.html"
    if isinstance(sent, str):
        return page.render(template, 422, course=course, form=Bound(errors={"file": sent}), report=None)
    report = import_questions(session, course.id, sent, by=actor)
    return page.render(
        template, course=course, form=Bound(), report=report, kind_name=kind_name, outcome_name=outcome_name
    )


@router.get("", name="question_files.file")
def question_file(
    session: Reads,
    course: CourseToEdit,
    format: FileFormat = "gift",  # noqa: A002 - the name in the address
) -> Response:
    """The bank of a course as a file."""
    data, _report = write_questions(session, course.id, format)
    kind = "application/xml" if format == "moodle-xml" else "text/plain; charset=utf-8"
    name = f"{course.slug}-questions.{ENDINGS[format]}"
    return Response(data, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})
