"""A way through a run: its steps in order, what is done, and what comes next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

WHOLE = 50
"""A list of contents with so many steps is shown at once, a longer one by section."""


class Step(NamedTuple):
    """An activity in the list of contents; `state` is done, now or open."""

    activity_id: int
    number: str
    title: str
    kind: str
    minutes: int
    required: bool
    section_number: int
    section_title: str
    state: str = "open"

    @property
    def name(self) -> str:
        """The title with its number: 2.3 Reading data."""
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True)
class Part:
    """A section of a run with its steps."""

    number: int
    title: str
    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.state == "done" for step in self.steps)

    @property
    def minutes(self) -> int:
        """How long the section takes, in minutes."""
        return sum(step.minutes for step in self.steps)


@dataclass(frozen=True)
class Way:
    """Every step, and the one to go on with (None when all are done)."""

    steps: tuple[Step, ...]
    next: Step | None

    @property
    def done(self) -> int:
        """How many activities are done."""
        return sum(step.state == "done" for step in self.steps)

    @property
    def required_left(self) -> int:
        """How many required activities are still to do."""
        return sum(step.required and step.state != "done" for step in self.steps)

    @property
    def is_begun(self) -> bool:
        """Say whether anything is done or opened."""
        return any(step.state == "done" for step in self.steps)

    @property
    def parts(self) -> Iterator[Part]:
        """The sections in order."""
        for (number, title), steps in groupby(self.steps, lambda step: (step.section_number, step.section_title)):
            yield Part(number, title, tuple(steps))

    def opened(self, section: int) -> int | None:
        """The only section to show with its steps in a long way: the one asked for, or where it goes on."""
        if len(self.steps) <= WHOLE:
            return None
        known = {step.section_number for step in self.steps}
        return section if section in known else (self.next or self.steps[0]).section_number

    def around(self, activity_id: int) -> tuple[Step | None, Step | None]:
        """The steps before and after an activity."""
        places = [place for place, step in enumerate(self.steps) if step.activity_id == activity_id]
        if not places:
            return None, None
        before, after = places[0] - 1, places[0] + 1
        return (self.steps[before] if before >= 0 else None, self.steps[after] if after < len(self.steps) else None)


def make_way(steps: list[Step], progress: Mapping[int, datetime | None], last_id: int | None) -> Way:
    """Lay what is done over the steps; `progress` says for each opened activity when it was done, if it was."""
    going = _next_of(steps, progress, last_id)
    laid = []
    for step in steps:
        is_done = progress.get(step.activity_id) is not None
        state = "done" if is_done else "now" if going is not None and step.activity_id == going.activity_id else "open"
        laid.append(step if state == step.state else step._replace(state=state))
    return Way(tuple(laid), going)


def _next_of(steps: list[Step], progress: Mapping[int, datetime | None], last_id: int | None) -> Step | None:
    """Where to go on: the last activity if it is not done, else what is not done after it, else before it."""
    places = [place for place, step in enumerate(steps) if step.activity_id == last_id]
    start = places[0] if places else 0
    for step in steps[start:] + steps[:start]:
        if progress.get(step.activity_id) is None:
            return step
    return None
