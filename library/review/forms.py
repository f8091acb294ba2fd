"""What is said and answered in a review."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from library.review.models import StepKind
from library.review.questions import GROUND, QUESTIONS
from rmtc.i18n.texts import gettext as _

Answer = Literal["", "yes", "no"]


class StepForm(BaseModel):
    """A step of a review; a comment and a return need a sentence."""

    model_config = ConfigDict(str_strip_whitespace=True)

    kind: Literal[StepKind.ASKED, StepKind.COMMENTED, StepKind.RETURNED]
    text: str = Field("", max_length=2000)

    @model_validator(mode="after")
    def _said(self) -> Self:
        if self.kind is not StepKind.ASKED and not self.text:
            raise ValueError(_("Please write a sentence."))
        return self


class PublicationForm(BaseModel):
    """The answers about personal data, and the word that warnings ask for; `step` publishes or only keeps answers."""

    model_config = ConfigDict(str_strip_whitespace=True)

    step: Literal["publish", "keep"] = "publish"
    people: Answer = ""
    contacts: Answer = ""
    sensitive: Answer = ""
    ground: Answer = ""
    note: str = Field("", max_length=500)
    word: str = Field("", max_length=2000)

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, by question."""
        return {name: answer for name in (*QUESTIONS, GROUND) if (answer := getattr(self, name))}
