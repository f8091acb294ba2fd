"""What is said about files that are sent."""

from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, Field, model_validator

from library.resources.forms import Kind, known_language
from library.resources.models import AccessLevel
from rmtc.i18n.texts import gettext as _

MOST_ANNOUNCED = 200


def _known_or_empty(code: str) -> str:
    return known_language(code) if code else ""


class DepositForm(BaseModel):
    """What is said once about all files of a deposit; an empty language is taken from the text."""

    kind: Kind = "report"
    language: Annotated[str, AfterValidator(_known_or_empty)] = ""
    access: AccessLevel = AccessLevel.PUBLIC
    collection: str = Field("", max_length=60)


Digits = Annotated[str, Field(pattern=r"^\d{1,15}$")]
"""A count of bytes or milliseconds, which may be larger than the numbers of other forms."""


@dataclass(frozen=True)
class Announced:
    """A file that is about to be sent: bytes, and the sender's stamp of its last change in milliseconds."""

    name: str
    size: int
    modified: int


class AnnouncementForm(BaseModel):
    """Files about to be sent, as three lists of equal length."""

    name: list[Annotated[str, Field(max_length=1000)]] = Field(min_length=1, max_length=MOST_ANNOUNCED)
    size: list[Digits]
    modified: list[Digits]

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if not len(self.name) == len(self.size) == len(self.modified):
            raise ValueError(_("This is not right."))
        return self

    @property
    def files(self) -> list[Announced]:
        """Each file with its facts."""
        return list(map(Announced, self.name, map(int, self.size), map(int, self.modified)))
