"""The settings of a quiz as an edition keeps them."""

from datetime import datetime
from typing import Any, Literal, Protocol

from pydantic import BaseModel

Moment = Literal["submitted", "closed", "never"]


class Review(BaseModel):
    """What a learner sees after an attempt, and from when on."""

    when: Moment = "submitted"
    marks: bool = True
    right: bool = True
    feedback: bool = True


class QuizSettings(BaseModel):
    """How a quiz is taken; times in seconds, 0 means no limit; the pass mark in percent."""

    intro: str = ""
    time_limit: int = 0
    attempts_allowed: int = 0
    pass_mark: int = 60
    shuffle: bool = True
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    review: Review = Review()

    def shows_review(self, at: datetime) -> bool:
        """Say whether a learner may see their submitted attempt question by question at a moment."""
        if self.review.when == "closed":
            return self.closes_at is not None and at >= self.closes_at
        return self.review.when == "submitted"

    def passes(self, score: float, full: float) -> bool:
        """Say whether so many of the full marks are enough."""
        return percent(score, full) >= self.pass_mark


class FrozenSlot(BaseModel):
    """A slot of an edition: a version of a question, and its marks."""

    question_version_id: int
    mark: float


def percent(score: float, full: float) -> float:
    """The score in percent, to four decimals; a quiz without marks is worth the whole once it is submitted."""
    return round(100 * score / full, 4) if full else 100.0


class FrozenQuiz(Protocol):
    """A quiz as an edition keeps it."""

    @property
    def content(self) -> dict[str, Any]: ...


def settings_of(activity: FrozenQuiz) -> QuizSettings:
    """The settings of a quiz of an edition."""
    found: dict[str, Any] = activity.content.get("settings", {})
    return QuizSettings.model_validate(found)


def slots_of(activity: FrozenQuiz) -> list[FrozenSlot]:
    """The slots of a quiz of an edition in order."""
    return [FrozenSlot.model_validate(slot) for slot in activity.content.get("slots", [])]
