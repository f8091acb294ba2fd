"""What an attempt is worth, told from its steps alone: replaying them always gives the same score."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from courses.questions.kinds import KINDS
from courses.questions.kinds.kind import Response
from courses.quizzes.models import AttemptSlot


class StepKind(StrEnum):
    """What can happen to a slot; further kinds (hints, marks by hand) may be added."""

    ANSWER = "answer"
    FLAG = "flag"
    SUBMIT = "submit"


class Happened(Protocol):
    """What counts of a step of a slot."""

    @property
    def kind(self) -> str: ...

    @property
    def seq(self) -> int: ...

    @property
    def at(self) -> datetime: ...

    @property
    def data(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Standing:
    """A slot after its steps: the answer that counts, when it was kept, the browser's count, whether it is flagged."""

    response: Response
    answered_at: datetime | None
    seq: int
    is_flagged: bool


def replay_steps(steps: Iterable[Happened]) -> Standing:
    """Go through the steps of a slot in their order; the answer that reached the server last counts."""
    response: Response = {}
    answered_at, seq, is_flagged = None, 0, False
    for step in steps:
        if step.kind == StepKind.ANSWER:
            response, answered_at, seq = step.data["response"], step.at, max(seq, step.seq)
        elif step.kind == StepKind.FLAG:
            is_flagged = bool(step.data["on"])
    return Standing(response, answered_at, seq, is_flagged)


def grade_slot(slot: AttemptSlot) -> float:
    """The part of its mark that a slot earns, whether or not the attempt was submitted; it needs version and steps."""
    return KINDS[slot.version.kind].grade(slot.version.data, replay_steps(slot.steps).response)


def replay(slots: Iterable[AttemptSlot]) -> float:
    """The score of an attempt from its steps; slots need their version and steps loaded."""
    return round(sum(grade_slot(slot) * slot.mark for slot in slots), 5)
