"""Taking a quiz: begin, answer question by question, hand in, see the result."""

from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse

from courses.attempts import services
from courses.attempts.access import AttemptToSee, AttemptToTake, QuizToTake
from courses.attempts.forms import AnswerForm, SubmissionForm
from courses.attempts.pages import places_of, question_page, result_of, reviewed
from courses.attempts.queries import Sitting, sitting_of, slots_of_attempt, standings_of
from courses.quizzes.models import Attempt, AttemptState
from courses.quizzes.settings import settings_of
from rmtc.accounts.signin import SignedIn
from rmtc.clock import now
from rmtc.errors import FieldRefusal, NotAllowed, Refusal
from rmtc.i18n.texts import gettext as _
from rmtc.paging import page_of
from rmtc.texts.numbers import is_number
from rmtc.web.forms import Bound, bind
from rmtc.web.pages import Answer, Page
from rmtc.web.refusals import wants_json
from rmtc.web.requests import Reads, Writes, database_of
from rmtc.web.routing import Router

router = Router()


@router.post("/runs/{run_id}/activities/{activity_id}/attempts", name="attempts.start")
def start(page: Answer, actor: SignedIn, quiz: QuizToTake, session: Writes) -> Response:
    """Begin an attempt, or go on with the one that is open."""
    place, activity = quiz
    assert place.enrolment is not None
    attempt = services.start_attempt(session, place.enrolment, place.run, activity, by=actor)
    return page.redirect("attempts.show", attempt_id=attempt.id)


@router.get("/attempts/{attempt_id}", name="attempts.show")
def show_attempt(
    page: Answer,
    request: Request,
    session: Reads,
    actor: SignedIn,
    sitting: AttemptToSee,
    q: str = "1",
    number: int = 1,
) -> Response:
    """A question of an open attempt, the check before handing in (`q=all`), or a page of the result."""
    sitting = _handed_in_if_over(request, session, sitting)
    if sitting.attempt.state is not AttemptState.OPEN:
        return _show_result(page, session, actor, sitting, number)
    if sitting.person_id != actor.id:
        raise NotAllowed(_("This attempt is under way. You can see it once it is handed in."))
    if q == "all":
        places = places_of(standings_of(session, sitting.attempt.id))
        return page.render("courses/attempts/check.html", sitting=sitting, places=places)
    position = int(q) if is_number(q) else 1
    return _show_question(page, question_page(session, sitting, position), Bound())


def _show_question(page: Page, context: dict[str, Any], form: Bound[AnswerForm], status: int = 200) -> Response:
    return page.render("courses/attempts/attempt.html", status, form=form, **context)


def _handed_in_if_over(request: Request, session: Reads, sitting: Sitting) -> Sitting:
    attempt = sitting.attempt
    is_late = attempt.due_at is not None and now() > attempt.due_at + services.GRACE
    if attempt.state is not AttemptState.OPEN or not (is_late or sitting.has_ended):
        return sitting
    attempt_id = attempt.id  # asked for later, it would open the reading transaction again before the other one ends
    with database_of(request).apart_from(session).writing() as writing:
        services.expire_attempt(writing, attempt_id)
    return sitting_of(session, attempt_id) or sitting


def _show_result(page: Page, session: Reads, actor: SignedIn, sitting: Sitting, number: int) -> Response:
    settings = settings_of(sitting.activity)
    is_own = sitting.person_id == actor.id
    shows = not is_own or settings.shows_review(now())
    found = page_of(slots_of_attempt(session, sitting.attempt.id) if shows else [], number)
    return page.render(
        "courses/attempts/result.html",
        sitting=sitting,
        settings=settings,
        result=result_of(sitting.attempt, settings),
        found=found,
        slots=reviewed(sitting, found.rows, everything=not is_own),
        is_own=is_own,
        shows=shows,
        shows_marks=not is_own or settings.review.marks,
    )


TypedAnswer = Annotated[Bound[AnswerForm], Depends(bind(AnswerForm))]


@router.post("/attempts/{attempt_id}/slots/{position}/steps", name="attempts.answer")
def answer(
    page: Answer,
    request: Request,
    position: int,
    actor: SignedIn,
    attempt: AttemptToTake,
    form: TypedAnswer,
    session: Writes,
) -> Response:
    """Keep an answer; scripts get it acknowledged once it is committed, a form goes on to where its button leads."""
    if form.checked is None:
        raise Refusal(_("This answer does not have the expected form."))
    typed = form.checked
    if wants_json(request):
        step = services.save_answer(session, attempt, position, typed.seq, {"answer": typed.answer}, by=actor)
        return JSONResponse({"slot": position, "seq": step.seq, "saved_at": step.at.isoformat()})
    try:
        _keep(session, actor, attempt, position, typed)
    except FieldRefusal as refusal:
        context = question_page(session, _sitting(session, attempt), position)
        return _show_question(page, context, form.refused(refusal), 422)
    if typed.go == "flag":
        services.flag_slot(session, attempt, position, by=actor)
    return page.go(_onward(page, attempt.id, position, typed.go))


def _sitting(session: Writes, attempt: Attempt) -> Sitting:
    found = sitting_of(session, attempt.id)
    assert found is not None
    return found


def _keep(
    session: Writes, actor: SignedIn, attempt: Attempt, position: int, typed: AnswerForm | SubmissionForm
) -> None:
    """Keep what a form shows, unless nothing was answered and nothing was before."""
    is_empty = not any(value.strip() for value in typed.answer)
    if not is_empty or typed.seq > 1:
        services.save_answer(session, attempt, position, typed.seq, {"answer": typed.answer}, by=actor)


def _onward(page: Page, attempt_id: int, position: int, go: str) -> str:
    steps = {"next": position + 1, "previous": position - 1, "flag": position}
    target: int | str = "all" if go == "all" else steps.get(go, position)
    if is_number(go):
        target = int(go)
    return str(page.request.app.state.urls("attempts.show", attempt_id=attempt_id, query={"q": target}))


TypedSubmission = Annotated[Bound[SubmissionForm], Depends(bind(SubmissionForm))]


@router.post("/attempts/{attempt_id}/submission", name="attempts.submit")
def submit(page: Answer, actor: SignedIn, attempt: AttemptToTake, form: TypedSubmission, session: Writes) -> Response:
    """Hand the attempt in, with the answer on the screen if one came along and can still be kept."""
    typed = form.checked
    if typed is not None and typed.slot:
        try:
            _keep(session, actor, attempt, typed.slot, typed)
        except Refusal:  # too late, or unreadable: what was kept before counts
            session.expire(attempt)
    services.submit_attempt(session, attempt, by=actor)
    return page.redirect("attempts.show", attempt_id=attempt.id, flash=_("Your answers are handed in."))
