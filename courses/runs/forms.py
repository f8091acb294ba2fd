"""What is typed about a run, its dates, its trainers and its end."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from rmtc.clock import CENTRE_ZONE
from rmtc.i18n.formats import zone
from rmtc.i18n.languages import LANGUAGES
from rmtc.i18n.texts import gettext as _


def _none_if_empty(value: Any) -> Any:
    return None if value == "" else value


def _known_language(value: str) -> str:
    if value not in LANGUAGES:
        raise ValueError(_("Please choose one of the options."))
    return value


class RunForm(BaseModel):
    """A run: dates are days in Plandište; without a capacity everybody finds a place."""

    model_config = ConfigDict(str_strip_whitespace=True)

    code: str = Field(min_length=2, max_length=30, pattern=r"^[A-Za-z0-9][A-Za-z0-9./-]*$")
    title: str = Field(min_length=3, max_length=200)
    starts: date
    ends: date
    place: str = Field("", max_length=120)
    language: Annotated[str, BeforeValidator(_known_language)] = "en"
    capacity: Annotated[Annotated[int, Field(ge=1, le=10_000)] | None, BeforeValidator(_none_if_empty)] = None
    self_enrolment: bool = False
    listed: bool = False

    @field_validator("ends")
    @classmethod
    def _ends_after_it_starts(cls, value: date, info: ValidationInfo) -> date:
        if "starts" in info.data and value < info.data["starts"]:
            raise ValueError(_("The last day lies before the first day."))
        return value


class RunDateForm(BaseModel):
    """A date of a run, in the time of Plandište."""

    model_config = ConfigDict(str_strip_whitespace=True)

    title: str = Field(min_length=3, max_length=200)
    starts: datetime
    ends: Annotated[datetime | None, BeforeValidator(_none_if_empty)] = None
    place: str = Field("", max_length=200)

    @field_validator("starts", "ends")
    @classmethod
    def _in_plandiste(cls, value: datetime | None) -> datetime | None:
        return value if value is None or value.tzinfo else value.replace(tzinfo=zone(CENTRE_ZONE))

    @field_validator("ends")
    @classmethod
    def _ends_after_it_starts(cls, value: datetime | None, info: ValidationInfo) -> datetime | None:
        if value is not None and "starts" in info.data and value < info.data["starts"]:
            raise ValueError(_("The end lies before the beginning."))
        return value


class TrainersForm(BaseModel):
    """Who trains a run."""

    people: list[int] = Field(default_factory=list, max_length=50)


class EndForm(BaseModel):
    """How a run ends: held to its end, or cancelled with the reason."""

    model_config = ConfigDict(str_strip_whitespace=True)

    outcome: Literal["finished", "cancelled"]
    reason: str = Field("", max_length=300, validate_default=True)

    @field_validator("reason")
    @classmethod
    def _cancelled_for_a_reason(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("outcome") == "cancelled" and not value:
            raise ValueError(_("Say why the run is cancelled; learners will read it."))
        return value


class MoveForm(BaseModel):
    """The decision to go on with another edition, and why."""

    model_config = ConfigDict(str_strip_whitespace=True)

    edition: int
    reason: str = Field(min_length=5, max_length=300)
