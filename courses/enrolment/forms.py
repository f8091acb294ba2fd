"""What is typed about enrolments."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class DecisionForm(BaseModel):
    """What a trainer or manager says to somebody who waits for a place."""

    model_config = ConfigDict(str_strip_whitespace=True)

    decision: Literal["accept", "decline"]
    reason: str = Field("", max_length=300)


class WithdrawalForm(BaseModel):
    """Why somebody leaves a run."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: str = Field("", max_length=300)


class NominationForm(BaseModel):
    """The people an institution sends to a run."""

    run: int
    people: list[int] = Field(min_length=1, max_length=100)


class ListForm(BaseModel):
    """A list of people to enrol, one a line: address, name; `step` is "check" (a trial) or "enrol"."""

    rows: str = Field("", max_length=200_000)
    step: Literal["check", "enrol"] = "check"
