"""Joining and leaving a run; deciding about those who wait; enrolling from a list."""

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import Depends, Request, Response
from starlette.datastructures import UploadFile

from courses.enrolment import imports, services, words
from courses.enrolment.access import RunToJoin, RunToTeach
from courses.enrolment.forms import DecisionForm, ListForm, WithdrawalForm
from courses.enrolment.models import Enrolment, EnrolmentState
from courses.enrolment.queries import enrolment_in_run, enrolment_of
from courses.runs.models import CourseRun
from courses.runs.queries import run_by_id, whole_again
from rmtc.accounts.signin import SignedIn
from rmtc.errors import FieldRefusal, NotFound, Refusal
from rmtc.i18n.texts import gettext as _
from rmtc.texts.letters import without_controls
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads, Writes, whole_body
from rmtc.web.routing import Router

router = Router()


@router.post("/runs/{run_id}/enrolment", name="enrolment.join")
def join(page: Answer, actor: SignedIn, run: RunToJoin, session: Writes) -> Response:
    """Enrol oneself in a run, wait for a place in it, or ask for one."""
    enrolment = services.join_run(session, run, by=actor)
    if enrolment.state is EnrolmentState.ACTIVE:
        return page.redirect("progress.run", run_id=run.id, flash=_("You take part in this course now."))
    said = {
        EnrolmentState.WAITLISTED: _("Every place is taken. You are on the waiting list and will get a message."),
        EnrolmentState.REQUESTED: _("Your request is with the trainers. You will get a message when it is decided."),
    }
    return page.redirect("progress.home", flash=said[enrolment.state])


def own_enrolment(run_id: int, session: Reads, actor: SignedIn) -> Enrolment:
    """One's own enrolment in a run."""
    enrolment = enrolment_of(session, run_id, actor.id)
    if enrolment is None:
        raise NotFound
    return enrolment


@router.post("/runs/{run_id}/withdrawal", name="enrolment.withdraw")
def leave(
    page: Answer,
    actor: SignedIn,
    enrolment: Annotated[Enrolment, Depends(own_enrolment)],
    session: Writes,
    form: Annotated[Bound[WithdrawalForm], Depends(bind(WithdrawalForm))],
) -> Response:
    """Give up one's place."""
    if form.checked is None:
        raise Refusal(next(iter(form.errors.values())))
    run = run_by_id(session, enrolment.run_id)
    assert run is not None
    services.withdraw(session, run, enrolment, form.checked.reason, by=actor)
    return page.redirect("progress.home", flash=_("You do not take part in “%(run)s” any more.") % {"run": run.title})


def enrolment_to_decide(run: RunToTeach, enrolment_id: int, session: Reads) -> Enrolment:
    """An enrolment in a run one trains."""
    enrolment = enrolment_in_run(session, run.id, enrolment_id)
    if enrolment is None:
        raise NotFound
    return enrolment


EnrolmentToDecide = Annotated[Enrolment, Depends(enrolment_to_decide)]


@router.post("/teach/runs/{run_id}/enrolments/{enrolment_id}/decision", name="enrolment.decide")
def decide(
    page: Answer,
    actor: SignedIn,
    run: RunToTeach,
    enrolment: EnrolmentToDecide,
    session: Writes,
    form: Annotated[Bound[DecisionForm], Depends(bind(DecisionForm))],
) -> Response:
    """Accept or decline somebody who waits."""
    if form.checked is None:
        raise Refusal(_("Please choose whether to accept or to decline."))
    services.decide_enrolment(session, run, enrolment, form.checked, by=actor)
    return page.redirect("teaching.run", run_id=run.id, flash=words.in_words(enrolment.state))


@router.post("/teach/runs/{run_id}/enrolments/{enrolment_id}/withdrawal", name="enrolment.take_out")
def take_out(
    page: Answer,
    actor: SignedIn,
    run: RunToTeach,
    enrolment: EnrolmentToDecide,
    session: Writes,
    form: Annotated[Bound[WithdrawalForm], Depends(bind(WithdrawalForm))],
) -> Response:
    """Take somebody out of a run."""
    if form.checked is None:
        raise Refusal(next(iter(form.errors.values())))
    services.withdraw(session, run, enrolment, form.checked.reason, by=actor)
    return page.redirect("teaching.run", run_id=run.id, flash=_("The place is free again."))


@router.get("/teach/runs/{run_id}/enrolments", name="enrolment.list")
def show_list(page: Answer, session: Reads, run: RunToTeach) -> Response:
    """The form that enrols people from a list."""
    return _list_page(page, session, run, filled({"rows": ""}))


async def list_file(request: Request, _body: Annotated[None, Depends(whole_body)]) -> str:
    """The text of a file sent with the form; what is not UTF-8 is read as a Central European Windows file."""
    sent = (await request.form()).get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return ""
    content = await sent.read()
    await sent.close()
    return await run_sync(_decoded, content)


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1250", "replace")
    return without_controls(text)


@router.post("/teach/runs/{run_id}/enrolments", name="enrolment.enrol_list")
def enrol_list(
    page: Answer,
    actor: SignedIn,
    run: RunToTeach,
    session: Writes,
    form: Annotated[Bound[ListForm], Depends(bind(ListForm))],
    sent: Annotated[str, Depends(list_file)],
) -> Response:
    """Check a list, or enrol from it; either way a report says what became of each line."""
    if form.checked is None:
        return _list_page(page, session, run, form, status=422)
    text, is_trial = sent or form.checked.rows, form.checked.step == "check"
    try:
        if is_trial:
            report = imports.check_list(session, run, text)
            return _list_page(page, session, run, filled({"rows": text}), report=report)
        report = imports.enrol_list(session, run, text, by=actor)
    except FieldRefusal as refusal:
        return _list_page(page, session, run, form.refused(refusal), status=422)
    return _list_page(page, session, run, filled({"rows": ""}), report=report, is_done=True)


def _list_page(
    page: Answer,
    session: Reads,
    run: CourseRun,
    form: Bound[ListForm],
    *,
    status: int = 200,
    report: imports.Report | None = None,
    is_done: bool = False,
) -> Response:
    return page.render(
        "courses/enrolment/list.html", status, run=whole_again(session, run), form=form, report=report, is_done=is_done
    )
