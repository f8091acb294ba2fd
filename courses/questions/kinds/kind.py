"""What every kind of question can do; each kind is a module with these functions and without any web."""

import random
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, Field

Data = dict[str, Any]
"""What a kind keeps in `QuestionVersion.data`; it has passed the kind's `validate`."""

Response = dict[str, Any]
"""An answer as it is kept in a step; empty means that nothing was answered."""

Typed = Mapping[str, Sequence[str]]
"""The fields of a form: every value of each name."""

FIELD = "answer"
NEAR = 0.0005  # shares written as percent with two decimals still add up to the whole


class Kind(Protocol):
    """A kind of question."""

    def validate(self, data: Data) -> Data:
        """The data in its usual form; ValueError says in plain words what is wrong."""

    def prepare(self, data: Data, seed: str) -> list[int]:
        """The order in which choices are shown, always the same for a seed."""

    def parse(self, data: Data, typed: Typed) -> Response:
        """The answer in what was typed; ValueError says in plain words why it cannot be read."""

    def grade(self, data: Data, response: Response) -> float:
        """The part of the mark that an answer earns, from 0 to 1."""

    def right_answer(self, data: Data) -> list[str]:
        """The answers that earn the whole mark together, as Markdown."""

    def summary(self, data: Data, response: Response) -> list[str]:
        """What was answered, as Markdown; empty when nothing was."""

    def remarks(self, data: Data, response: Response) -> list[str]:
        """What the author says about this answer, as Markdown."""


class See(BaseModel):
    """The paragraph of a lesson that answers a question; `words` name it for the learner."""

    model_config = ConfigDict(extra="forbid")

    activity_id: int
    anchor: str = Field("", max_length=200)
    words: str = Field("", max_length=200)


class QuestionData(BaseModel):
    """What the data of every kind may hold."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    see: See | None = None


class Answer(BaseModel):
    """A choice, or an answer that is accepted: its text, the part of the mark it earns, what is said about it."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    text: str = Field(min_length=1, max_length=2000)
    fraction: float = Field(0.0, ge=-1, le=1)
    feedback: str = Field("", max_length=4000)


def shuffled(count: int, seed: str) -> list[int]:
    """The numbers below `count` in the order that belongs to a seed."""
    order = list(range(count))
    random.Random(seed).shuffle(order)  # noqa: S311 - a fair order, not a secret
    return order


def within(fraction: float) -> float:
    """A part of a mark: never below nothing, never above the whole."""
    return min(1.0, max(0.0, round(fraction, 7)))


def first_of(typed: Typed) -> str:
    """The one value of the answer's field, without spaces around it."""
    values = typed.get(FIELD, ())
    return values[0].strip() if values else ""
