"""What authors type about a curriculum: its facts, outcomes, modules and assessments."""

from datetime import date
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from courses.curricula.models import LevelStatus, OutcomeKind
from rmtc.i18n.languages import LANGUAGES
from rmtc.i18n.texts import gettext as _

Mode = Literal["online", "blended", "presence"]
AssessmentKind = Literal["quiz", "exercise", "brief", "simulation", "case", "role_play", "plan", "exam", "portfolio"]


class Typed(BaseModel):
    """Spaces around what was typed mean nothing; what was left empty takes the usual value, where there is one."""

    model_config = ConfigDict(str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def empty_is_unset(cls, data: Any) -> Any:
        """Leave out what is empty and has a usual value."""
        if not isinstance(data, dict):
            return data
        required = {name for name, info in cls.model_fields.items() if info.is_required()}
        return {name: value for name, value in data.items() if value != "" or name in required}


class FactsForm(Typed):
    """The facts of a version; hours are full hours, credits are ECTS in steps of a half."""

    title: str = Field(min_length=3, max_length=200)
    level: int = Field(ge=1, le=8)
    level_status: LevelStatus = LevelStatus.INDICATIVE
    level_decision: str = Field("", max_length=200)
    level_decided_on: date | None = None
    ects: float = Field(gt=0, le=60, multiple_of=0.5)
    hours_per_credit: int = Field(25, ge=25, le=30)
    weeks: int = Field(0, ge=0, le=104)
    language: str = Field("en", max_length=10)
    isced: str = Field("", pattern=r"^(\d{4})?$")
    mode: Mode = "blended"
    summary: str = Field("", max_length=2000)
    audience: str = Field("", max_length=2000)
    entry: str = Field("", max_length=2000)
    pass_mark: int = Field(60, ge=0, le=100)
    attendance: int = Field(80, ge=0, le=100)

    @field_validator("language")
    @classmethod
    def known_language(cls, value: str) -> str:
        """Refuse a language the site has no name for."""
        if value not in LANGUAGES:
            raise ValueError(_("Please choose one of the options."))
        return value

    @model_validator(mode="after")
    def decision_stands_behind_level(self) -> Self:
        """A level is never called accredited or registered without a decision with its number and date."""
        if self.level_status is not LevelStatus.INDICATIVE and not (self.level_decision and self.level_decided_on):
            raise ValueError(_("Only a decision with its number and date makes a level more than indicative."))
        return self


class CurriculumForm(FactsForm):
    """A new curriculum: its code and the facts of its first version."""

    code: str = Field(min_length=1, max_length=12, pattern=r"^[A-Z][A-Z0-9-]*$")


class OutcomeForm(Typed):
    """A learning outcome; the text continues the verb."""

    code: str = Field(pattern=r"^[A-Z][0-9]{1,2}$")
    kind: OutcomeKind
    level: int = Field(ge=1, le=8)
    verb: str = Field(min_length=2, max_length=40)
    text: str = Field(min_length=3, max_length=1000)


class ModuleForm(Typed):
    """A module with its hours by component."""

    number: int = Field(ge=1, le=60)
    title: str = Field(min_length=3, max_length=200)
    contact: int = Field(0, ge=0, le=500)
    guided: int = Field(0, ge=0, le=500)
    self_study: int = Field(0, ge=0, le=500)
    assessment: int = Field(0, ge=0, le=500)
    outcomes: list[str] = Field(default_factory=list)


class AssessmentForm(Typed):
    """An assessment; `weight` in percent of the final mark."""

    title: str = Field(min_length=3, max_length=200)
    kind: AssessmentKind
    weight: int = Field(ge=0, le=100)
    must_pass: bool = False
    outcomes: list[str] = Field(default_factory=list)
    modules: list[int] = Field(default_factory=list)
