"""The question bank of a course: list, write, look at, retire."""

from typing import Annotated, Any

from fastapi import Depends, Query, Response

from courses.catalogue.access import CourseToEdit
from courses.catalogue.models import Course
from courses.questions import services
from courses.questions.access import QuestionToWrite
from courses.questions.drafts import FEWEST_ROWS, draft_of, typed_of
from courses.questions.forms import KindName, QuestionForm
from courses.questions.kinds import KIND_NAMES, KINDS
from courses.questions.queries import bank_of, lessons_of, newest_versions, versions_of
from courses.questions.shown import block, line, show_question
from rmtc.accounts.signin import SignedIn
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _
from rmtc.paging import read_page
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/teach/courses/{slug}/questions")

TypedQuestion = Annotated[Bound[QuestionForm], Depends(bind(QuestionForm))]


@router.get("", name="questions.bank")
def list_questions(
    page: Answer, session: Reads, course: CourseToEdit, q: str = "", kind: str = "", show: str = "", number: int = 1
) -> Response:
    """The bank: questions by name, with what they ask, in pages."""
    retired = show == "retired"
    found = read_page(session, bank_of(course.id, q.strip()[:200], kind, retired=retired), number)
    chosen = {"q": q, "kind": kind, "show": show}
    return page.render(
        "courses/questions/bank.html", course=course, found=found, chosen=chosen, kinds=KIND_NAMES, retired=retired
    )


@router.get("/new", name="questions.new")
def show_new(page: Answer, session: Reads, course: CourseToEdit, kind: KindName = "single") -> Response:
    """The form for a new question of a kind."""
    form = filled({"kind": kind, "mark": "1", "shuffle": "on", "right": [], "text": []})
    return _form_page(page, session, course, form)


@router.post("", name="questions.add")
def add(page: Answer, course: CourseToEdit, actor: SignedIn, form: TypedQuestion, session: Writes) -> Response:
    """Put a question into the bank."""
    try:
        if form.checked is None:
            return _form_page(page, session, course, form, 422)
        services.add_question(session, course.id, draft_of(form.checked), by=actor)
    except FieldRefusal as refusal:
        return _form_page(page, session, course, form.refused(refusal), 422)
    return page.redirect("questions.bank", slug=course.slug, flash=_("The question is in the bank."))


def _form_page(
    page: Page, session: ReadSession, course: Course, form: Bound[Any], status: int = 200, **more: Any
) -> Response:
    kind = form.typed.get("kind", "single")
    rows = max(FEWEST_ROWS, len(form.typed.get("text", [])) + (2 if status == 200 else 0))  # noqa: PLR2004 - spare rows
    context = {"question": None, "versions": [], "lessons": lessons_of(session, course.id)} | more
    saved = typed_of(context["versions"][0]) if context["versions"] else {}
    kind = kind if kind in KINDS else "single"
    return page.render(
        "courses/questions/question.html",
        status,
        course=course,
        form=form,
        kind=kind,
        saved=saved,
        kinds=KIND_NAMES,
        rows=min(rows, 20 if kind in {"single", "multiple", "numerical"} else 40),
        **context,
    )


@router.get("/{question_id}", name="questions.edit")
def show_edit(page: Answer, session: Reads, course: CourseToEdit, question: QuestionToWrite) -> Response:
    """The form of a question, filled with its newest version."""
    versions = versions_of(session, question.id)
    return _form_page(page, session, course, filled(typed_of(versions[0])), question=question, versions=versions)


@router.post("/{question_id}", name="questions.change")
def change(
    page: Answer,
    course: CourseToEdit,
    question: QuestionToWrite,
    actor: SignedIn,
    form: TypedQuestion,
    session: Writes,
) -> Response:
    """Give a question another version."""
    versions = versions_of(session, question.id)
    try:
        if form.checked is None:
            return _form_page(page, session, course, form, 422, question=question, versions=versions)
        version = services.edit_question(session, question, draft_of(form.checked), by=actor, seen=form.checked.seen)
    except FieldRefusal as refusal:
        return _form_page(page, session, course, form.refused(refusal), 422, question=question, versions=versions)
    told = _("Version %(number)s is saved. Courses get it with their next edition.") % {"number": version.number}
    return page.redirect("questions.bank", slug=course.slug, flash=told)


@router.get("/{question_id}/preview", name="questions.preview")
def preview(
    page: Answer,
    session: Reads,
    course: CourseToEdit,
    question: QuestionToWrite,
    answer: Annotated[list[str] | None, Query(max_length=50)] = None,
) -> Response:
    """The question as learners see it; an answer in the address shows what it would earn."""
    version = newest_versions(session, [question.id])[question.id]
    kind, form = KINDS[version.kind], Bound[QuestionForm]()
    response: dict[str, Any] = {}
    try:
        response = kind.parse(version.data, {"answer": answer or []})
    except ValueError as problem:
        form = Bound({"answer": answer}, errors={"answer": str(problem)})
    return page.render(
        "courses/questions/preview.html",
        course=course,
        question=question,
        version=version,
        form=form,
        shown=show_question(version, [], response),
        tried=answer is not None and not form.errors,
        earned=round(kind.grade(version.data, response) * version.mark, 5),
        right=[line(text) for text in kind.right_answer(version.data)],
        remarks=[block(text) for text in kind.remarks(version.data, response)],
        feedback=block(version.feedback),
    )


@router.post("/{question_id}/retirement", name="questions.retire")
def retire(page: Answer, course: CourseToEdit, question: QuestionToWrite, actor: SignedIn, session: Writes) -> Response:
    """Take a question out of the bank."""
    services.retire_question(session, question, by=actor)
    return page.redirect("questions.bank", slug=course.slug, flash=_("The question is retired; you can bring it back."))


@router.post("/{question_id}/return", name="questions.restore")
def restore(
    page: Answer, course: CourseToEdit, question: QuestionToWrite, actor: SignedIn, session: Writes
) -> Response:
    """Bring a retired question back."""
    services.restore_question(session, question, by=actor)
    return page.redirect("questions.bank", slug=course.slug, flash=_("The question is back in the bank."))
