"""Taking a quiz: an attempt begins, answers are added to its log, it is submitted once."""

import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from courses.attempts.marking import StepKind, grade_slot, replay, replay_steps
from courses.attempts.queries import (
    DECIDED,
    answers_before,
    attempts_of,
    has_ended,
    slot_at,
    slots_of_attempt,
    stake_of,
    versions_by_id,
    whole_slot_at,
)
from courses.catalogue.models import EditionActivity
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import goes_on
from courses.grades.services import keep_best
from courses.progress.services import complete_activity
from courses.questions.kinds import KINDS
from courses.questions.kinds.kind import Response, Typed, shuffled
from courses.quizzes.models import Attempt, AttemptSlot, AttemptState, AttemptStep
from courses.quizzes.settings import QuizSettings, percent, settings_of, slots_of
from courses.runs.models import CourseRun
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal, NotFound, Refusal, TooOften
from rmtc.i18n.texts import gettext as _
from rmtc.jobs.services import enqueue

GRACE = timedelta(seconds=5)  # how long an answer may travel after time is over
MOST_STEPS = 2000  # for one question; more is a script, not a person


def start_attempt(
    session: WriteSession, enrolment: Enrolment, run: CourseRun, activity: EditionActivity, *, by: Actor
) -> Attempt:
    """Begin an attempt, or go on with the open one; the row of the enrolment makes two windows take turns."""
    session.refresh(enrolment, with_for_update=True)
    before = attempts_of(session, enrolment.id, activity.activity_id)
    for attempt in before:
        if attempt.state is AttemptState.OPEN and not expire_attempt(session, attempt.id):
            return attempt
    settings = settings_of(activity)
    _refuse_start(settings, enrolment, run, len(before))
    attempt = _begun(settings, enrolment, activity, len(before) + 1)
    session.add(attempt)
    session.flush()
    _freeze_slots(session, attempt, activity, settings)
    record(session, "attempt.started", ("attempt", attempt.id), by=by.id, activity=activity.activity_id)
    if attempt.due_at is not None:
        enqueue(session, "quizzes.expire", run_at=attempt.due_at + GRACE, attempt_id=attempt.id)
    return attempt


def _refuse_start(settings: QuizSettings, enrolment: Enrolment, run: CourseRun, taken: int) -> None:
    moment = now()
    if not goes_on(run, enrolment):
        raise Refusal(_("This course has ended for you; what you did stays as it is."))
    if settings.opens_at is not None and moment < settings.opens_at:
        raise Refusal(_("This quiz is not open yet."))
    if settings.closes_at is not None and moment >= settings.closes_at:
        raise Refusal(_("This quiz is closed."))
    if settings.attempts_allowed and taken >= settings.attempts_allowed:
        raise Refusal(_("You have used all attempts at this quiz."))


def _begun(settings: QuizSettings, enrolment: Enrolment, activity: EditionActivity, number: int) -> Attempt:
    moment = now()
    ends = [settings.closes_at] if settings.closes_at else []
    if settings.time_limit:
        ends.append(moment + timedelta(seconds=settings.time_limit))
    return Attempt(
        enrolment_id=enrolment.id,
        activity_id=activity.activity_id,
        edition_id=activity.edition_id,
        number=number,
        seed=secrets.randbelow(2**31),
        started_at=moment,
        due_at=min(ends, default=None),
        full=round(sum(slot.mark for slot in slots_of(activity)), 5),
    )


def _freeze_slots(session: WriteSession, attempt: Attempt, activity: EditionActivity, settings: QuizSettings) -> None:
    frozen = slots_of(activity)
    if not frozen:
        raise Refusal(_("This quiz has no questions yet."))
    versions = versions_by_id(session, [slot.question_version_id for slot in frozen])
    order = shuffled(len(frozen), str(attempt.seed)) if settings.shuffle else range(len(frozen))
    for position, place in enumerate(order, 1):
        version = versions[frozen[place].question_version_id]
        data = version.data if settings.shuffle else {**version.data, "shuffle": False}
        shown = KINDS[version.kind].prepare(data, f"{attempt.seed}:{version.id}")
        mark = frozen[place].mark
        session.add(
            AttemptSlot(
                attempt_id=attempt.id, position=position, question_version_id=version.id, mark=mark, order=shown
            )
        )
    session.flush()


def save_answer(
    session: WriteSession, attempt: Attempt, position: int, seq: int, typed: Typed, *, by: Actor
) -> AttemptStep:
    """Add an answer to the log; the same answer sent again under its `seq` is found, not added.

    Another answer under a taken `seq` (a second window) gets the next free one: whatever was acknowledged is kept.
    Raises FieldRefusal when it cannot be read, Refusal when the time is over or the attempt was submitted.
    """
    session.refresh(attempt, with_for_update=True)
    slot = _found(slot_at(session, attempt.id, position))
    try:
        response = KINDS[slot.version.kind].parse(slot.version.data, typed)
    except ValueError as problem:
        raise FieldRefusal("answer", str(problem)) from None
    before = answers_before(session, slot.id, seq)
    known = _kept_before(before.comparable, seq, response)
    if known is not None:
        return known
    _refuse_late(attempt)
    if before.many >= MOST_STEPS:
        raise TooOften(_("This answer was changed too often. Hand the attempt in, or ask your trainer."))
    is_free = seq > 0 and all(step.seq != seq for step in before.comparable)
    kept = seq if is_free else before.highest + 1
    return _add_step(session, slot, StepKind.ANSWER, kept, {"response": response, "sent_as": seq}, by.id)


def _kept_before(comparable: list[AttemptStep], seq: int, response: Response) -> AttemptStep | None:
    for step in comparable:
        if seq in {step.seq, step.data["sent_as"]} and step.data["response"] == response:
            return step
    # a form that was loaded before its answer was kept by the script
    is_older = comparable and seq <= comparable[-1].seq and comparable[-1].data["response"] == response
    return comparable[-1] if is_older else None


def flag_slot(session: WriteSession, attempt: Attempt, position: int, *, by: Actor) -> AttemptStep:
    """Mark a question to come back to, or take the mark away."""
    session.refresh(attempt, with_for_update=True)
    slot = _found(whole_slot_at(session, attempt.id, position))
    _refuse_late(attempt)
    flags = [step for step in slot.steps if step.kind == StepKind.FLAG]
    if len(flags) >= MOST_STEPS:
        raise TooOften(_("This answer was changed too often. Hand the attempt in, or ask your trainer."))
    is_on = not replay_steps(slot.steps).is_flagged
    return _add_step(session, slot, StepKind.FLAG, len(flags) + 1, {"on": is_on}, by.id)


def _found(slot: AttemptSlot | None) -> AttemptSlot:
    if slot is None:
        raise NotFound
    return slot


def _refuse_late(attempt: Attempt) -> None:
    if attempt.state is not AttemptState.OPEN:
        raise Refusal(_("This attempt was handed in already; its answers stay as they were."))
    if attempt.due_at is not None and now() > attempt.due_at + GRACE:
        raise Refusal(_("Time is over. The answers saved before that count."))


def _add_step(
    session: WriteSession, slot: AttemptSlot, kind: StepKind, seq: int, data: dict[str, object], by: int | None
) -> AttemptStep:
    step = AttemptStep(slot_id=slot.id, kind=kind.value, seq=seq, at=now(), by=by, data=data)
    session.add(step)
    session.flush()
    return step


def submit_attempt(session: WriteSession, attempt: Attempt, *, by: Actor) -> Attempt:
    """Hand an attempt in; one that was handed in already stays as it is. After its time it counts as expired."""
    _lock(session, attempt)
    is_late = attempt.due_at is not None and now() > attempt.due_at + GRACE
    return _closed(session, attempt, AttemptState.EXPIRED if is_late else AttemptState.SUBMITTED, by.id)


def expire_attempt(session: WriteSession, attempt_id: int, moment: datetime | None = None) -> bool:
    """Hand an attempt in if its time or its course is over; says whether it is handed in now, by whomever."""
    attempt = session.get(Attempt, attempt_id)
    if attempt is None:
        return True
    _lock(session, attempt)
    if attempt.state is not AttemptState.OPEN:
        return True
    is_late = attempt.due_at is not None and (moment or now()) > attempt.due_at + GRACE
    if not is_late and not has_ended(session, attempt):
        return False
    _closed(session, attempt, AttemptState.EXPIRED, None)
    return True


def _lock(session: WriteSession, attempt: Attempt) -> None:
    # Always the enrolment before its attempt, as `start_attempt` does: on PostgreSQL nobody waits in a circle.
    session.get(Enrolment, attempt.enrolment_id, with_for_update=True, populate_existing=True)
    session.refresh(attempt, with_for_update=True)


def _closed(session: WriteSession, attempt: Attempt, state: AttemptState, by: int | None) -> Attempt:
    if attempt.state is not AttemptState.OPEN:
        return attempt
    slots = slots_of_attempt(session, attempt.id)
    moment = now()
    for slot in slots:
        fraction = grade_slot(slot)
        step = AttemptStep(slot_id=slot.id, kind=StepKind.SUBMIT.value, seq=1, at=moment, by=by, data={})
        step.fraction = fraction
        session.add(step)
    attempt.state, attempt.submitted_at, attempt.score = state, moment, replay(slots)
    session.flush()
    record(session, "attempt.submitted", ("attempt", attempt.id), by=by, score=attempt.score, state=state.value)
    _take_effect(session, attempt, by)
    return attempt


def _take_effect(session: WriteSession, attempt: Attempt, by: int | None) -> None:
    enrolment, quiz = stake_of(session, attempt.id)
    if enrolment.state in DECIDED:  # what the board has decided on stays as it was
        return
    score = attempt.score or 0.0
    keep_best(session, enrolment, (attempt.activity_id, quiz.title), percent(score, attempt.full), attempt.id)
    if settings_of(quiz).passes(score, attempt.full):
        with suppress(Refusal):  # the run may have ended meanwhile; the result itself stays
            complete_activity(session, enrolment, attempt.activity_id, how="quiz", by=by)


def replayed_score(session: WriteSession, attempt_id: int) -> float:
    """The score of an attempt worked out again from its steps, for those who verify records."""
    return replay(slots_of_attempt(session, attempt_id))
