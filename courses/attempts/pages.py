"""What the pages of a quiz and of an attempt show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from courses.attempts.marking import Standing, grade_slot, replay_steps
from courses.attempts.queries import Sitting, Taken, asked_at, attempts_of, standings_of
from courses.catalogue.models import EditionActivity
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import goes_on
from courses.questions.kinds import KINDS
from courses.questions.kinds.kind import NEAR
from courses.questions.shown import ShownQuestion, block, line, show_question
from courses.quizzes.models import Attempt, AttemptSlot, AttemptState
from courses.quizzes.settings import QuizSettings, percent, settings_of, slots_of
from courses.runs.models import CourseRun
from rmtc.accounts.actors import Actor
from rmtc.clock import now
from rmtc.db import ReadSession


@dataclass(frozen=True)
class Place:
    """A question in the navigator of an attempt."""

    position: int
    is_answered: bool
    is_flagged: bool


@dataclass(frozen=True)
class Result:
    """An attempt that was handed in: its score in percent, and whether it passes."""

    attempt: Attempt | Taken
    percent: float
    passed: bool


@dataclass(frozen=True)
class Reviewed:
    """A question of a submitted attempt; None or empty where the review does not show it."""

    position: int
    shown: ShownQuestion
    given: list[Markup]
    mark: float
    earned: float
    verdict: str
    right: list[Markup]
    remarks: list[Markup]
    feedback: Markup
    see: dict[str, Any] | None


def show_quiz(
    session: ReadSession, _actor: Actor, run: CourseRun, activity: EditionActivity, enrolment: Enrolment | None
) -> tuple[str, dict[str, Any]]:
    """The page of a quiz in a run: its rules, what is left, and the attempts so far."""
    settings = settings_of(activity)
    attempts = attempts_of(session, enrolment.id, activity.activity_id) if enrolment else []
    slots = slots_of(activity)
    left = settings.attempts_allowed - len(attempts) if settings.attempts_allowed else None
    return "courses/attempts/_quiz.html", {
        "settings": settings,
        "intro": block(settings.intro),
        "questions": len(slots),
        "full": sum(slot.mark for slot in slots),
        "left": left,
        "open_attempt": next((one for one in attempts if one.state is AttemptState.OPEN), None),
        "results": [result_of(one, settings) for one in attempts if one.score is not None],
        "why_closed": why_closed(settings, enrolment, run, left, now()),
    }


def why_closed(
    settings: QuizSettings, enrolment: Enrolment | None, run: CourseRun, left: int | None, moment: datetime
) -> str:
    """The reason why no attempt can begin: looking, ended, not_yet, closed, used_up; empty when one can."""
    if enrolment is None:
        return "looking"
    if not goes_on(run, enrolment):
        return "ended"
    if settings.opens_at is not None and moment < settings.opens_at:
        return "not_yet"
    if settings.closes_at is not None and moment >= settings.closes_at:
        return "closed"
    return "used_up" if left is not None and left <= 0 else ""


def result_of(attempt: Attempt | Taken, settings: QuizSettings) -> Result:
    """What a submitted attempt came to."""
    score = attempt.score or 0.0
    return Result(attempt, percent(score, attempt.full), settings.passes(score, attempt.full))


def places_of(standings: Mapping[int, Standing]) -> list[Place]:
    """The navigator."""
    return [Place(position, bool(after.response), after.is_flagged) for position, after in standings.items()]


def question_page(session: ReadSession, sitting: Sitting, position: int) -> dict[str, Any]:
    """What the page of one question needs; a position that is not there is the nearest one."""
    standings = standings_of(session, sitting.attempt.id)
    position = min(max(position, 1), len(standings))
    after, slot = standings[position], asked_at(session, sitting.attempt.id, position)
    due = sitting.attempt.due_at
    return {
        "sitting": sitting,
        "slot": slot,
        "after": after,
        "shown": show_question(slot.version, slot.order, after.response),
        "places": places_of(standings),
        "seconds_left": None if due is None else max(0, int((due - now()).total_seconds())),
    }


def reviewed(sitting: Sitting, slots: Sequence[AttemptSlot], *, everything: bool) -> list[Reviewed]:
    """Every question of a submitted attempt, as far as the review options (or a trainer's eyes) allow."""
    review = settings_of(sitting.activity).review
    may = {name: everything or getattr(review, name) for name in ("marks", "right", "feedback")}
    return [_reviewed(slot, may) for slot in slots]


def _reviewed(slot: AttemptSlot, may: dict[str, bool]) -> Reviewed:
    version, kind = slot.version, KINDS[slot.version.kind]
    data, after, fraction = version.data, replay_steps(slot.steps), grade_slot(slot)
    shows = may["feedback"]
    return Reviewed(
        slot.position,
        show_question(version, slot.order, after.response),
        [line(text) for text in kind.summary(data, after.response)],
        slot.mark,
        round(fraction * slot.mark, 5),
        _verdict(after, fraction) if may["marks"] else "",
        [line(text) for text in kind.right_answer(data)] if may["right"] else [],
        [block(text) for text in kind.remarks(data, after.response)] if shows else [],
        block(version.feedback) if shows else Markup(),
        data.get("see") if shows else None,
    )


def _verdict(after: Standing, fraction: float) -> str:
    if not after.response:
        return "empty"
    if fraction >= 1 - NEAR:
        return "right"
    return "partly" if fraction > 0 else "wrong"
