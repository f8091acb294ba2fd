"""What is written when a document is to be taken down, and in the answer."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from library.removals.models import RemovalGround, RemovalState
from rmtc.i18n.texts import gettext as _


class RemovalForm(BaseModel):
    """A request to take a document down."""

    model_config = ConfigDict(str_strip_whitespace=True)

    name: str = Field(min_length=2, max_length=120, pattern=r"^[^\r\n]*$")
    email: str = Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    ground: RemovalGround
    text: str = Field(min_length=10, max_length=5000)


class RemovalAnswerForm(BaseModel):
    """The answer: what was decided, the letter, and the reason that the tombstone shows."""

    model_config = ConfigDict(str_strip_whitespace=True)

    decision: Literal[RemovalState.WITHDRAWN, RemovalState.KEPT]
    reply: str = Field(min_length=10, max_length=2000)
    reason: str = Field("", max_length=300)

    @model_validator(mode="after")
    def _reasoned(self) -> Self:
        if self.decision is RemovalState.WITHDRAWN and len(self.reason) < 5:  # noqa: PLR2004 - as for any withdrawal
            raise ValueError(_("Please write the reason that the page will show."))
        return self
