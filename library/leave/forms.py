"""What is typed to ask for leave to read, and to answer."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Perhaps = BeforeValidator(lambda typed: typed or None)


class RequestForm(BaseModel):
    """Who asks, and why; of a signed-in person name and address are known."""

    model_config = ConfigDict(str_strip_whitespace=True)

    name: str = Field(min_length=2, max_length=120)
    email: str = Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    reason: str = Field(min_length=10, max_length=2000)


class AnswerForm(BaseModel):
    """Leave until the end of a day, or a refusal with a sentence."""

    model_config = ConfigDict(str_strip_whitespace=True)

    decision: Literal["grant", "refuse"]
    until: Annotated[date | None, Perhaps] = None
    answer: str = Field("", max_length=1000)
