"""What an attempt is worth, told from its steps alone: replaying them always gives the same score."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from courses.questions.kinds import KINDS
from courses.questions.kinds.kind import Response
from courses.quizzes.models import AttemptSlot, AttemptStep


class StepKind(StrEnum):
    """What can happen to a slot; further kinds (hints, marks by hand) may be added."""

    ANSWER = "answer"
    FLAG = "flag"
    SUBMIT = "submit"


@dataclass(frozen=True)
class Replayed:
    """A slot after all its steps: the answer that counts, when it was kept, the browser's count, whether it is flagged.

    `fraction` is the part of the mark it earns, whether or not the attempt was submitted.
    """

    response: Response
    answered_at: AttemptStep | None
    seq: int
    is_flagged: bool
    fraction: float


def replay_slot(slot: AttemptSlot) -> Replayed:
    """Go through the steps of a slot in their order; the answer that reached the server last counts."""
    response: Response = {}
    answered, seq, is_flagged = None, 0, False
    for step in slot.steps:
        if step.kind == StepKind.ANSWER:
            response, answered, seq = step.data["response"], step, max(seq, step.seq)
        elif step.kind == StepKind.FLAG:
            is_flagged = bool(step.data["on"])
    fraction = KINDS[slot.version.kind].grade(slot.version.data, response)
    return Replayed(response, answered, seq, is_flagged, fraction)


def replay(slots: Iterable[AttemptSlot]) -> float:
    """The score of an attempt from its steps; slots need their version and steps loaded."""
    return round(sum(replay_slot(slot).fraction * slot.mark for slot in slots), 5)
