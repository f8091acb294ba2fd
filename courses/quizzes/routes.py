"""The editor of a quiz: settings, questions, their order and marks."""

from typing import Annotated, Any

from fastapi import Depends, Response

from courses.catalogue.access import authorise_writing
from courses.catalogue.models import Course
from courses.content.models import Activity
from courses.questions.kinds import KIND_NAMES
from courses.questions.queries import bank_of, newest_versions
from courses.quizzes import services
from courses.quizzes.forms import MarksForm, MoveForm, QuizForm, SlotsForm
from courses.quizzes.settings import QuizSettings
from rmtc.accounts.signin import SignedIn
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal, NotFound, Refusal
from rmtc.i18n.formats import local
from rmtc.i18n.texts import gettext as _
from rmtc.paging import page_of, read_page
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/teach/activities/{activity_id}/quiz")

OFFERED = 20  # questions of the bank on one page
ASKED = 20  # questions of the quiz on one page


def quiz_to_edit(activity_id: int, session: Reads, actor: SignedIn) -> tuple[Activity, Course]:
    """A quiz of a course, for those who write its material."""
    activity = session.get(Activity, activity_id)
    course = session.get(Course, activity.course_id) if activity else None
    if activity is None or course is None or activity.kind != "quiz" or activity.removed_at is not None:
        raise NotFound
    authorise_writing(actor, course.id)
    return activity, course


QuizToEdit = Annotated[tuple[Activity, Course], Depends(quiz_to_edit)]


@router.get("", name="quizzes.edit")
def show_editor(
    page: Answer, session: Reads, quiz: QuizToEdit, q: str = "", number: int = 1, part: int = 1
) -> Response:
    """Everything about a quiz on one page; of many questions a part at a time."""
    return _editor(page, session, quiz, words=q, number=number, part=part)


def _editor(
    page: Page,
    session: ReadSession,
    target: tuple[Activity, Course],
    status: int = 200,
    *,
    words: str = "",
    number: int = 1,
    part: int = 1,
    **forms: Any,
) -> Response:
    activity, course = target
    quiz = services.quiz_of(session, activity.id)
    slots = services.slots_of_quiz(session, quiz.id) if quiz else []
    found = page_of(slots, part, ASKED)
    versions = newest_versions(session, [slot.question_id for slot in found.rows])
    settings = services.settings_of_quiz(quiz) if quiz else services.USUAL
    shown: dict[str, Any] = {"form": filled(_typed(settings)), "slot_form": Bound(), "mark_form": Bound()}
    return page.render(
        "courses/quizzes/edit.html",
        status,
        activity=activity,
        course=course,
        found=found,
        first=(found.page - 1) * ASKED,
        slots=[(slot, versions[slot.question_id]) for slot in found.rows],
        asked={slot.question_id for slot in slots},
        bank=read_page(session, bank_of(course.id, words.strip()[:200]), number, OFFERED),
        words=words,
        kinds=KIND_NAMES,
        **(shown | forms),
    )


def _typed(settings: QuizSettings) -> dict[str, Any]:
    moments = {
        name: local(value).strftime("%Y-%m-%dT%H:%M") if (value := getattr(settings, name)) else ""
        for name in ("opens_at", "closes_at")
    }
    ticked = {name: "on" for name in ("marks", "right", "feedback") if getattr(settings.review, name)}
    return {
        "intro": settings.intro,
        "minutes": settings.time_limit // 60,
        "attempts": settings.attempts_allowed,
        "pass_mark": settings.pass_mark,
        "when": settings.review.when,
        **({"shuffle": "on"} if settings.shuffle else {}),
        **moments,
        **ticked,
    }


@router.post("", name="quizzes.save")
def save(
    page: Answer,
    quiz: QuizToEdit,
    actor: SignedIn,
    form: Annotated[Bound[QuizForm], Depends(bind(QuizForm))],
    session: Writes,
) -> Response:
    """Change the settings."""
    if form.checked is None:
        return _editor(page, session, quiz, 422, form=form)
    services.save_quiz(session, quiz[0], form.checked, by=actor)
    told = _("Saved. Learners get it with the next edition of the course.")
    return page.redirect("quizzes.edit", activity_id=quiz[0].id, flash=told)


@router.post("/slots", name="quizzes.add_slots")
def add(
    page: Answer,
    quiz: QuizToEdit,
    actor: SignedIn,
    form: Annotated[Bound[SlotsForm], Depends(bind(SlotsForm))],
    session: Writes,
) -> Response:
    """Ask further questions."""
    try:
        if form.checked is None:
            return _editor(page, session, quiz, 422, slot_form=form)
        services.add_slots(session, quiz[0], form.checked.question, by=actor)
    except FieldRefusal as refusal:
        return _editor(page, session, quiz, 422, slot_form=form.refused(refusal))
    return page.redirect("quizzes.edit", activity_id=quiz[0].id, anchor="questions")


@router.post("/marks", name="quizzes.save_marks")
def save_marks(
    page: Answer,
    quiz: QuizToEdit,
    actor: SignedIn,
    form: Annotated[Bound[MarksForm], Depends(bind(MarksForm))],
    session: Writes,
    part: int = 1,
) -> Response:
    """Weigh the questions."""
    if form.checked is None:
        wrong: Bound[MarksForm] = Bound(form.typed, errors={"weights": _("Marks are numbers from 0 to 1000.")})
        return _editor(page, session, quiz, 422, mark_form=wrong, part=part)
    services.save_marks(session, quiz[0], form.checked, by=actor)
    return _back(page, quiz, part, _("The marks are saved."))


def _back(page: Page, quiz: tuple[Activity, Course], part: int, flash: str = "") -> Response:
    query = {"part": part} if part > 1 else {}
    return page.redirect("quizzes.edit", activity_id=quiz[0].id, query=query, anchor="questions", flash=flash)


@router.post("/slots/{slot_id}/position", name="quizzes.move_slot")
def move(
    page: Answer,
    slot_id: int,
    quiz: QuizToEdit,
    actor: SignedIn,
    form: Annotated[Bound[MoveForm], Depends(bind(MoveForm))],
    session: Writes,
) -> Response:
    """Put a question at another place."""
    if form.checked is None:
        raise Refusal(_("The place of a question is a number from 1 on."))
    services.move_slot(session, quiz[0], slot_id, form.checked.to, by=actor)
    return _back(page, quiz, (form.checked.to - 1) // ASKED + 1)


@router.post("/slots/{slot_id}/removal", name="quizzes.remove_slot")
def remove(page: Answer, slot_id: int, quiz: QuizToEdit, actor: SignedIn, session: Writes) -> Response:
    """Ask a question no more."""
    services.remove_slot(session, quiz[0], slot_id, by=actor)
    told = _("The quiz does not ask this question any more; it is still in the bank.")
    return page.redirect("quizzes.edit", activity_id=quiz[0].id, flash=told, anchor="questions")
