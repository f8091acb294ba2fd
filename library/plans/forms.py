"""What a librarian types about a plan."""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from library.municipalities.registry import Kind, registry
from library.plans.days import FIRST_DAY, LAST_DAY
from library.plans.models import AdoptingBody, MigrationCouncil
from library.plans.words import CURRENCIES, GROUPS, THEMES
from library.resources.forms import LanguageCode
from rmtc.i18n.texts import gettext as _

PARTIAL: Final = re.compile(r"(\d{4})(?:-(\d{1,2}))?")
MOST_MONEY: Final = Decimal(10) ** 13


def _known_government(key: str) -> str:
    found = registry().get(key)
    if found is None or found.kind is Kind.CITY_MUNICIPALITY:
        raise ValueError(_("Please choose one of the options."))
    return key


def _in_range(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(_("Please choose a day between 1990 and 2100."))
    return day


def _whole_date(text: object, *, last: bool) -> object:
    """A year or a month as its first or last day; what is no such thing stays as it was typed."""
    found = PARTIAL.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        return text
    year, month = int(found[1]), int(found[2] or (12 if last else 1))
    if not (1 <= month <= 12 and year):  # noqa: PLR2004 - months
        return text
    return date(year, month, monthrange(year, month)[1] if last else 1)


def _nothing_is_none(text: object) -> object:
    return None if isinstance(text, str) and not text.strip() else text


def _plain_number(text: object) -> object:
    """An amount as people write it: 1.250.000,00 and 1 250 000 are numbers too."""
    if not isinstance(text, str) or not text.strip():
        return _nothing_is_none(text)
    bare = re.sub(r"[\s\u00a0\u202f]", "", text)
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", bare):  # money has two decimals, so 500,500 is no half
        return bare.replace(",", "")
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?|\d+,\d+", bare):
        return bare.replace(".", "").replace(",", ".")
    return bare


def _only_known(words: dict[str, str], keys: list[str]) -> list[str]:
    if any(key not in words for key in keys):
        raise ValueError(_("Please choose one of the options."))
    return list(dict.fromkeys(keys))


def _currency(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError(_("Please choose one of the options."))
    return code


FirstDay = Annotated[date, BeforeValidator(lambda text: _whole_date(text, last=False)), AfterValidator(_in_range)]
LastDay = Annotated[date, BeforeValidator(lambda text: _whole_date(text, last=True)), AfterValidator(_in_range)]
Day = Annotated[date, AfterValidator(_in_range)]
PerhapsLastDay = Annotated[LastDay | None, BeforeValidator(_nothing_is_none)]
PerhapsDay = Annotated[Day | None, BeforeValidator(_nothing_is_none)]
Money = Annotated[Decimal, Field(ge=0, lt=MOST_MONEY, decimal_places=2)]
PerhapsNumber = Annotated[Annotated[int, Field(ge=1, lt=2**31)] | None, BeforeValidator(_nothing_is_none)]


class PlanForm(BaseModel):
    """The facts of a plan; a year alone stands for its first or its last day."""

    model_config = ConfigDict(str_strip_whitespace=True)

    municipality: Annotated[str, AfterValidator(_known_government)]
    starts: FirstDay
    ends: LastDay
    extended_to: PerhapsLastDay = None
    period_note: str = Field("", max_length=300)
    adopted_on: PerhapsDay = None
    adopted_by: AdoptingBody = AdoptingBody.UNKNOWN
    decision: str = Field("", max_length=200)
    council: MigrationCouncil = MigrationCouncil.UNKNOWN
    council_formed_on: PerhapsDay = None
    groups: Annotated[list[str], AfterValidator(lambda keys: _only_known(GROUPS, keys))] = Field(default_factory=list)
    themes: Annotated[list[str], AfterValidator(lambda keys: _only_known(THEMES, keys))] = Field(default_factory=list)
    budget: Annotated[Money | None, BeforeValidator(_plain_number)] = None
    currency: Annotated[str, AfterValidator(_currency)] = "RSD"
    budget_note: str = Field("", max_length=300)
    office: str = Field("", max_length=200)
    institution_id: PerhapsNumber = None
    replaces_id: PerhapsNumber = None
    source: str = Field(min_length=3, max_length=1000)
    source_url: str = Field("", max_length=500, pattern=r"^(https?://\S+)?$")
    checked_on: Day
    is_example: bool = False

    @field_validator("ends")
    @classmethod
    def _after_the_first(cls, day: date, info: ValidationInfo) -> date:
        if "starts" in info.data and day < info.data["starts"]:
            raise ValueError(_("The plan cannot end before it begins."))
        return day

    @field_validator("extended_to")
    @classmethod
    def _beyond_the_last(cls, day: date | None, info: ValidationInfo) -> date | None:
        if day and "ends" in info.data and day <= info.data["ends"]:
            raise ValueError(_("An extension goes beyond the last day of the plan."))
        return day


class NewPlanForm(PlanForm):
    """A plan with its record: the number of one that is there, or title and language of a new draft."""

    record: PerhapsNumber = None
    title: str = Field("", max_length=500, validate_default=True)
    language: LanguageCode = "sr-Cyrl"

    @field_validator("title")
    @classmethod
    def _there_or_known(cls, title: str, info: ValidationInfo) -> str:
        if not title and info.data.get("record") is None:
            raise ValueError(_("Please fill this in."))
        return title
