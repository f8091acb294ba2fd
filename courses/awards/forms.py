"""What the board and the register write down."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from rmtc.i18n.texts import gettext as _
from rmtc.texts.numbers import is_number


class DecisionForm(BaseModel):
    """A meeting of the board: when, who, and a line for each learner it decided about ("12:passed")."""

    model_config = ConfigDict(str_strip_whitespace=True)

    decided_on: date
    members: str = Field(min_length=3, max_length=1000)
    note: str = Field("", max_length=2000)
    lines: list[str] = Field(default_factory=list, max_length=500, validate_default=True)

    @field_validator("lines")
    @classmethod
    def _lines_are_decided(cls, lines: list[str]) -> list[str]:
        decided = [line for line in lines if line]
        for line in decided:
            number, _sep, verdict = line.partition(":")
            if not is_number(number) or verdict not in {"passed", "failed"}:
                raise ValueError(_("Please choose one of the options."))
        if not decided:
            raise ValueError(_("Decide about at least one learner."))
        return decided

    @property
    def names(self) -> list[str]:
        """The members, one to a line."""
        return [line.strip() for line in self.members.splitlines() if line.strip()]

    @property
    def verdicts(self) -> dict[int, bool]:
        """Whether each enrolment passed."""
        return {int(line.partition(":")[0]): line.endswith(":passed") for line in self.lines}


class RevocationForm(BaseModel):
    """Why a certificate is revoked, or given back."""

    model_config = ConfigDict(str_strip_whitespace=True)

    kind: Literal["revoked", "reinstated"]
    reason: str = Field(min_length=10, max_length=300)


class VerificationForm(BaseModel):
    """What a visitor types to verify a certificate."""

    model_config = ConfigDict(str_strip_whitespace=True)

    serial: str = Field(min_length=3, max_length=30)
    code: str = Field("", max_length=40)
