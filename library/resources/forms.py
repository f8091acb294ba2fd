"""What is said about a library record."""

from datetime import date as date_type
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from library.description.dates import read_date
from library.description.identifiers import read_identifier
from library.resources.kinds import KINDS
from library.resources.models import AccessLevel
from rmtc.i18n.languages import LANGUAGES
from rmtc.i18n.said import say


def _known_kind(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(say("Please choose one of the kinds: %(kinds)s.", kinds=", ".join(KINDS)))
    return kind


def known_language(code: str) -> str:
    """The code, where it is one of ours; raises ValueError."""
    if code not in LANGUAGES:
        raise ValueError(say("Please choose one of the languages: %(codes)s.", codes=", ".join(LANGUAGES)))
    return code


def _date(typed: str) -> str:
    return read_date(typed).text if typed else ""


def _identifier(typed: str) -> str:
    return read_identifier(typed).text


Kind = Annotated[str, AfterValidator(_known_kind)]
LanguageCode = Annotated[str, AfterValidator(known_language)]
DateText = Annotated[str, AfterValidator(_date)]
IdentifierText = Annotated[str, AfterValidator(_identifier)]
LONGEST_NAME, MOST_NAMES = 200, 50
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
HolderKey = Annotated[str, Field(pattern=r"^(institution|runs?):[1-9][0-9]{0,8}$")]


class ResourceForm(BaseModel):
    """The metadata of a record; collections and subjects by key, translations by language code.

    `contributors` are names by role; `details` the other fields of the kind; `readers` are whom the level `named`
    means ("institution:3").
    """

    model_config = ConfigDict(str_strip_whitespace=True)

    key: str | None = Field(None, max_length=80)
    kind: Kind = "report"
    title: str = Field(min_length=1, max_length=500)
    titles: dict[str, str] = Field(default_factory=dict)
    abstract: str = Field("", max_length=10_000)
    abstracts: dict[str, str] = Field(default_factory=dict)
    language: LanguageCode
    year: int | None = Field(None, ge=1000, le=2200)
    date: DateText = Field("", max_length=40)
    period: DateText = Field("", max_length=40)
    number: str = Field("", max_length=120)
    publisher: str = Field("", max_length=200)
    licence: str = Field("", max_length=120)
    rights: str = Field("", max_length=500)
    identifiers: list[IdentifierText] = Field(default_factory=list, max_length=20)
    details: dict[str, Any] = Field(default_factory=dict)
    contributors: dict[str, list[Name]] = Field(default_factory=dict)
    access: AccessLevel = AccessLevel.PUBLIC
    readers: list[HolderKey] = Field(default_factory=list, max_length=100)
    files_access: AccessLevel | None = None
    files_open_on: date_type | None = None
    proofread: bool = True
    creators: list[Name] = Field(default_factory=list, max_length=MOST_NAMES)
    collections: list[str] = Field(default_factory=list, max_length=20)
    subjects: list[str] = Field(default_factory=list, max_length=40)

    @model_validator(mode="after")
    def _agree(self) -> Self:
        """Let the date give the year, or the year the date."""
        if self.date:
            self.year = read_date(self.date).year
        elif self.year:
            self.date = f"{self.year:04d}"
        return self


class WithdrawalForm(BaseModel):
    """Why a record is taken away; the sentence stands on its tombstone."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: str = Field(min_length=5, max_length=300)
