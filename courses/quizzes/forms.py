"""What is typed about a quiz."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from courses.quizzes.settings import QuizSettings, Review
from rmtc.clock import CENTRE_ZONE
from rmtc.i18n.formats import zone
from rmtc.i18n.texts import gettext as _


def _moment_here(value: Any) -> Any:
    """A date and time as a form sends it is the time in Plandište; empty is none."""
    if value == "":
        return None
    if isinstance(value, str):
        try:
            typed = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError(_("Please write a date and a time, for example 2026-03-31 18:00.")) from None
        return typed if typed.tzinfo else typed.replace(tzinfo=zone(CENTRE_ZONE))
    return value


def _with_point(value: Any) -> Any:
    return value.replace(",", ".").strip() if isinstance(value, str) else value


Here = Annotated[datetime | None, BeforeValidator(_moment_here)]
Mark = Annotated[float, BeforeValidator(_with_point), Field(ge=0, le=1000, allow_inf_nan=False)]


class QuizForm(BaseModel):
    """The settings of a quiz; `minutes` 0 and `attempts` 0 mean without limit, times are those in Plandište."""

    model_config = ConfigDict(str_strip_whitespace=True)

    intro: str = Field("", max_length=2000)
    minutes: int = Field(0, ge=0, le=7 * 24 * 60)
    attempts: int = Field(0, ge=0, le=1000)
    pass_mark: int = Field(60, ge=0, le=100)
    shuffle: bool = False
    opens_at: Here = None
    closes_at: Here = None
    when: Literal["submitted", "closed", "never"] = "submitted"
    marks: bool = False
    right: bool = False
    feedback: bool = False

    @field_validator("closes_at")
    @classmethod
    def _closes_after_it_opens(cls, value: datetime | None, info: ValidationInfo) -> datetime | None:
        opens = info.data.get("opens_at")
        if value is not None and opens is not None and value <= opens:
            raise ValueError(_("The quiz must close after it opens."))
        return value

    @field_validator("when")
    @classmethod
    def _closed_needs_an_end(cls, value: str, info: ValidationInfo) -> str:
        if value == "closed" and "closes_at" in info.data and info.data["closes_at"] is None:
            raise ValueError(_("Say when the quiz closes, or let learners look back at once."))
        return value

    def settings(self) -> QuizSettings:
        """The same as the quiz keeps it."""
        review = Review(when=self.when, marks=self.marks, right=self.right, feedback=self.feedback)
        kept = self.model_dump(include={"intro", "pass_mark", "shuffle", "opens_at", "closes_at"})
        return QuizSettings(time_limit=self.minutes * 60, attempts_allowed=self.attempts, review=review, **kept)


class SlotsForm(BaseModel):
    """Questions to ask."""

    question: list[int] = Field(default_factory=list, max_length=200)


class MoveForm(BaseModel):
    """The place of a slot, counted from 1."""

    to: int = Field(ge=1, le=1000)


class MarksForm(BaseModel):
    """The marks of slots, side by side."""

    slot: list[int] = Field(default_factory=list, max_length=200)
    mark: list[Mark] = Field(default_factory=list, max_length=200)
