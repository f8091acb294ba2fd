"""Ways into a run and out of it; every change of state is a step that stays."""

from sqlalchemy import select

from courses.enrolment.forms import DecisionForm, NominationForm
from courses.enrolment.models import Enrolment, EnrolmentState, EnrolmentStep
from courses.enrolment.queries import TAKES_A_PLACE, WAITS, coordinated_institutions, enrolment_of, taken_places
from courses.runs.models import CourseRun, RunState
from courses.runs.readers import EVERY_RUN
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Person, PersonState, Role, RoleName
from rmtc.audit.services import record
from rmtc.clock import now, today
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal, NotAllowed, Refusal
from rmtc.i18n.languages import speaking
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark
from rmtc.mail.services import post

LETTERS = {
    EnrolmentState.ACTIVE: (
        mark("You have a place: %(run)s"),
        mark("The course waits for you on your home page after you sign in."),
    ),
    EnrolmentState.WAITLISTED: (
        mark("You are on the waiting list: %(run)s"),
        mark("Every place is taken. You will hear from us as soon as one becomes free."),
    ),
    EnrolmentState.WITHDRAWN: (
        mark("You have no place: %(run)s"),
        mark("Ask the Centre if you want to know more, or look for another run."),
    ),
}
"""Subject and text of what somebody is told, in their own language, when where they stand changes."""


def join_run(session: WriteSession, run: CourseRun, *, by: Actor) -> Enrolment:
    """Enrol oneself: at once where the run allows it (on the waiting list when it is full), else as a request."""
    _lock(session, run)
    _refuse_closed(run)
    state = _free_place(session, run) if run.self_enrolment else EnrolmentState.REQUESTED
    return _enter(session, run, by.id, state, by, "")


def enrol(session: WriteSession, run: CourseRun, person_id: int, *, by: Actor, reason: str = "") -> Enrolment:
    """Enrol somebody as a trainer or manager; on the waiting list when the run is full."""
    _lock(session, run)
    _refuse_ended(run)
    return _enter(session, run, person_id, _free_place(session, run), by, reason)


def nominate(session: WriteSession, run: CourseRun, form: NominationForm, *, by: Actor) -> list[Enrolment]:
    """Nominate people of one's own institution for an open run; those who are in already are left as they are."""
    _lock(session, run)
    _refuse_closed(run)
    wanted = select(Person.id).where(
        Person.id.in_(form.people),
        Person.institution_id.in_(coordinated_institutions(by)),
        Person.state == PersonState.ACTIVE,
    )
    people = list(session.scalars(wanted.order_by(Person.name)))
    if len(people) != len(set(form.people)):
        raise NotAllowed(_("You can nominate people of your own institution only."))
    here = select(Enrolment.person_id).where(
        Enrolment.run_id == run.id, Enrolment.person_id.in_(people), Enrolment.state != EnrolmentState.WITHDRAWN
    )
    present = set(session.scalars(here))
    fresh = [person_id for person_id in people if person_id not in present]
    if not fresh:
        raise FieldRefusal("people", _("Everybody you chose has a place in this run or waits for one already."))
    return [_enter(session, run, person_id, EnrolmentState.NOMINATED, by, "") for person_id in fresh]


def decide_enrolment(
    session: WriteSession, run: CourseRun, enrolment: Enrolment, form: DecisionForm, *, by: Actor
) -> Enrolment:
    """Accept or decline somebody who waits; they are told by mail."""
    _lock(session, run)
    if enrolment.state not in WAITS:
        raise Refusal(_("This has been decided already."))
    if form.decision == "decline":
        _change(session, enrolment, EnrolmentState.WITHDRAWN, by.id, form.reason or _("Declined"))
        _tell(session, run, enrolment)
        return enrolment
    _refuse_ended(run)
    if _free_place(session, run) is EnrolmentState.WAITLISTED:
        if enrolment.state is EnrolmentState.WAITLISTED:
            raise Refusal(_("Every place of this run is taken. Raise its capacity first."))
        _change(session, enrolment, EnrolmentState.WAITLISTED, by.id, form.reason)
    else:
        _change(session, enrolment, EnrolmentState.ACTIVE, by.id, form.reason)
    _tell(session, run, enrolment)
    return enrolment


def withdraw(session: WriteSession, run: CourseRun, enrolment: Enrolment, reason: str, *, by: Actor) -> Enrolment:
    """Leave a run, or take somebody out of it; the place goes to the first on the waiting list."""
    _lock(session, run)
    if enrolment.state not in (EnrolmentState.ACTIVE, *WAITS):
        raise Refusal(_("This enrolment has ended; it stays as it is."))
    _change(session, enrolment, EnrolmentState.WITHDRAWN, by.id, reason)
    if run.state is RunState.OPEN:
        fill_places(session, run, by=by)
    return enrolment


def fill_places(session: WriteSession, run: CourseRun, *, by: Actor) -> list[Enrolment]:
    """Give free places to those who have waited longest."""
    free = None if run.capacity is None else run.capacity - taken_places(session, run.id)
    if free is not None and free <= 0:
        return []
    waiting = (
        select(Enrolment)
        .join(EnrolmentStep, EnrolmentStep.enrolment_id == Enrolment.id)
        .where(Enrolment.run_id == run.id, Enrolment.state == EnrolmentState.WAITLISTED)
        .where(EnrolmentStep.state == EnrolmentState.WAITLISTED)
        .order_by(EnrolmentStep.id)
    )
    moved = list(dict.fromkeys(session.scalars(waiting)))[:free]
    for enrolment in moved:
        _change(session, enrolment, EnrolmentState.ACTIVE, by.id, _("A place became free"))
        _tell(session, run, enrolment)
    return moved


def close_enrolment(session: WriteSession, enrolment: Enrolment, *, passed: bool, by: Actor, reason: str) -> Enrolment:
    """Note what the board decided about somebody: passed or not; only a board decision leads here."""
    if enrolment.state not in TAKES_A_PLACE:
        raise Refusal(_("This person does not take part in the run."))
    state = EnrolmentState.COMPLETED if passed else EnrolmentState.FAILED
    _change(session, enrolment, state, by.id, reason)
    return enrolment


def _enter(
    session: WriteSession, run: CourseRun, person_id: int, state: EnrolmentState, by: Actor, reason: str
) -> Enrolment:
    enrolment = enrolment_of(session, run.id, person_id)
    if enrolment is None:
        enrolment = Enrolment(run_id=run.id, person_id=person_id, state=state, created_at=now(), done_count=0)
        session.add(enrolment)
        session.flush()
    elif enrolment.state is not EnrolmentState.WITHDRAWN:
        raise Refusal(_("This person has a place in the run or waits for one already."))
    _change(session, enrolment, state, by.id, reason)
    return enrolment


def _change(session: WriteSession, enrolment: Enrolment, state: EnrolmentState, by: int, reason: str) -> None:
    enrolment.state = state
    _open_run(session, enrolment)
    session.add(EnrolmentStep(enrolment_id=enrolment.id, state=state, at=now(), by=by, reason=reason))
    record(session, f"enrolment.{state.value}", ("enrolment", enrolment.id), by=by, run=enrolment.run_id, reason=reason)


def _open_run(session: WriteSession, enrolment: Enrolment) -> None:
    """Keep the learner's roles for as long as they have a place: they open what is open to the run, or to every run."""
    session.flush()
    course_id = session.scalars(select(CourseRun.course_id).where(CourseRun.id == enrolment.run_id)).one()
    elsewhere = (
        select(Enrolment.id)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .where(CourseRun.course_id == course_id, Enrolment.person_id == enrolment.person_id)
        .where(Enrolment.state.in_(TAKES_A_PLACE))
    )
    _keep_role(session, enrolment.person_id, "run", enrolment.run_id, is_held=enrolment.state in TAKES_A_PLACE)
    is_anywhere = session.scalar(elsewhere.limit(1)) is not None
    _keep_role(session, enrolment.person_id, EVERY_RUN, course_id, is_held=is_anywhere)
    session.flush()


def _keep_role(session: WriteSession, person_id: int, kind: str, scope_id: int, *, is_held: bool) -> None:
    """Give a learner the role in a scope, or take it away."""
    mine = (Role.person_id == person_id, Role.name == RoleName.LEARNER)
    kept = session.scalar(select(Role).where(*mine, Role.scope_kind == kind, Role.scope_id == scope_id))
    if kept and not is_held:
        session.delete(kept)
    elif is_held and kept is None:
        scope = {"scope_kind": kind, "scope_id": scope_id}
        session.add(Role(person_id=person_id, name=RoleName.LEARNER, granted_at=now(), **scope))


def _free_place(session: WriteSession, run: CourseRun) -> EnrolmentState:
    is_full = run.capacity is not None and taken_places(session, run.id) >= run.capacity
    return EnrolmentState.WAITLISTED if is_full else EnrolmentState.ACTIVE


def _lock(session: WriteSession, run: CourseRun) -> None:
    # Two people must not get the last place: on PostgreSQL the row of the run makes them queue.
    session.refresh(run, ["capacity", "state"], with_for_update=True)


def _refuse_ended(run: CourseRun) -> None:
    if run.state in {RunState.FINISHED, RunState.CANCELLED}:
        raise Refusal(_("This run has ended."))


def _refuse_closed(run: CourseRun) -> None:
    if run.state is not RunState.OPEN or run.ends < today():
        raise Refusal(_("This run does not take anybody at the moment."))


def _tell(session: WriteSession, run: CourseRun, enrolment: Enrolment) -> None:
    person = session.get_one(Person, enrolment.person_id)
    subject, text = LETTERS[enrolment.state]
    with speaking(person.language):
        said = _(subject) % {"run": run.title}
        post(session, to=person.email, subject=said, text=_(text), language=person.language)
