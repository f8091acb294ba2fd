"""What is typed when somebody comments on a curriculum."""

from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from rmtc.accounts.forms import Typed
from rmtc.i18n.said import say


class RemarkForm(Typed):
    """A comment on a part of a version (on all of it, without one), or agreement with the version."""

    part: str = Field("", max_length=20)
    kind: Literal["comment", "agreed"] = "comment"
    text: str = Field("", max_length=2000, validate_default=True)

    @field_validator("text")
    @classmethod
    def _says_something(cls, text: str, info: ValidationInfo) -> str:
        if not text and info.data.get("kind") == "comment":
            raise ValueError(say("Write what should be looked at."))
        return text
