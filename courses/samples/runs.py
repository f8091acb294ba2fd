"""Replaying runs: people enrol, learn, take quizzes and are marked, at the times they would have done it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from courses.attempts.queries import slots_of_attempt
from courses.attempts.services import save_answer, start_attempt, submit_attempt
from courses.awards.forms import DecisionForm
from courses.awards.queries import learners_to_decide, run_with_course
from courses.awards.services import record_decision
from courses.catalogue.models import Edition, EditionActivity
from courses.content.queries import activities_of_edition
from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol
from courses.grades.final import final_marks
from courses.grades.forms import GradeForm
from courses.grades.queries import marked_in
from courses.grades.services import enter_grade
from courses.progress.services import complete_activity, open_activity
from courses.runs.forms import RunDateForm, RunForm, TrainersForm
from courses.runs.models import CourseRun
from courses.runs.services import add_run_date, finish_run, open_run, set_trainers
from courses.samples.questions import answer
from rmtc.accounts.actors import Actor
from rmtc.clock import at
from rmtc.db import WriteSession

HOURS = 9
BOARD = ("Milena Đukić", "Stefan Kovač", "Blerina Krasniqi")


@dataclass(frozen=True)
class Plan:
    """A run to be made: when it begins and ends (days from today), how far its learners are, and its dates."""

    code: str
    title: str
    first: int
    last: int
    share: float
    dates: tuple[tuple[int, str, str], ...]
    self_enrolment: bool = False
    capacity: int | None = None


def moment(day: date, hour: int = HOURS, minute: int = 0) -> datetime:
    """A time on a day, UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def open_planned(
    session: WriteSession, edition: Edition, plan: Plan, today: date, trainers: Sequence[Actor], *, by: Actor
) -> CourseRun:
    """Open a run as planned, with its trainers and dates."""
    form = RunForm(
        code=plan.code,
        title=plan.title,
        starts=today + timedelta(days=plan.first),
        ends=today + timedelta(days=plan.last),
        place="Online and in Plandište",
        self_enrolment=plan.self_enrolment,
        listed=True,
        **({"capacity": plan.capacity} if plan.capacity else {}),
    )
    run = open_run(session, edition, form, by=by)
    set_trainers(session, run, TrainersForm(people=[trainer.id for trainer in trainers]), by=by)
    for day, title, place in plan.dates:
        starts = moment(today + timedelta(days=day))
        times = {"starts": starts.replace(tzinfo=None), "ends": (starts + timedelta(hours=6)).replace(tzinfo=None)}
        add_run_date(session, run, RunDateForm(title=title, place=place, **times), by=by)
    return run


def learn(
    session: WriteSession, run: CourseRun, edition: Edition, plan: Plan, today: date, learner: Actor, ability: float
) -> Enrolment:
    """Let somebody go through the share of a run that the plan says, a few activities a week."""
    luck = random.Random(f"{run.code}:{learner.email}")  # noqa: S311 - the same demonstration every time
    begin = today + timedelta(days=plan.first)
    with at(moment(begin - timedelta(days=10), 8, luck.randrange(60))):
        enrolment = enrol(session, run, learner.id, by=learner)
    activities = list(activities_of_edition(session, edition.id))
    share = 1.0 if plan.share >= 1 else min(1.0, max(0.05, plan.share + luck.uniform(-0.3, 0.25)))
    last = min(plan.last, -1)
    done = activities[: round(len(activities) * share)] if plan.first <= 0 else []
    for number, activity in enumerate(done):
        day = begin + timedelta(days=(last - plan.first) * number // max(1, len(activities)))
        with at(moment(day, HOURS + luck.randrange(8), luck.randrange(60))):
            open_activity(session, enrolment.id, activity.activity_id)
            if activity.kind == "quiz":
                _take_quiz(session, run, enrolment, activity, learner, ability, luck)
            else:
                how = "read" if activity.kind == "page" else "opened"
                complete_activity(session, enrolment, activity.activity_id, how=how, by=learner.id)
    enrolment.last_activity_id = activities[min(len(done), len(activities) - 1)].activity_id
    return enrolment


def _take_quiz(
    session: WriteSession,
    run: CourseRun,
    enrolment: Enrolment,
    activity: EditionActivity,
    learner: Actor,
    ability: float,
    luck: random.Random,
) -> None:
    attempt = start_attempt(session, enrolment, run, activity, by=learner)
    for slot in slots_of_attempt(session, attempt.id):
        typed = {"answer": answer(slot.version, ability, luck)}
        save_answer(session, attempt, slot.position, 1, typed, by=learner)
    submit_attempt(session, attempt, by=learner)


def mark_work(session: WriteSession, run: CourseRun, abilities: dict[int, float], *, by: Actor) -> None:
    """Enter the marks of everything that is not a quiz, as a trainer would."""
    whole = run_with_course(session, run.id)
    assert whole is not None
    work = [one for one in marked_in(session, whole) if one.key.startswith("assessment-") and not one.is_quiz]
    for enrolment in learners_to_decide(session, run.id):
        luck = random.Random(f"marks:{enrolment.id}")  # noqa: S311 - the same demonstration every time
        for one in work:
            value = round(100 * abilities[enrolment.person_id] + luck.uniform(-9, 9))
            enter_grade(session, whole, enrolment, GradeForm(item=one.key, value=min(100, max(0, value))), by=by)


def decide(session: WriteSession, run: CourseRun, day: date, *, by: Actor) -> None:
    """Finish a run and let the board decide by the marks."""
    finish_run(session, run, by=by)
    whole = run_with_course(session, run.id)
    assert whole is not None
    marks = final_marks(session, whole)
    verdicts = {one.id: marks[one.id].passed for one in learners_to_decide(session, run.id)}
    lines = [f"{number}:{'passed' if passed else 'failed'}" for number, passed in verdicts.items()]
    form = DecisionForm(decided_on=day, members="\n".join(BOARD), lines=lines)
    record_decision(session, whole, form, by=by)
