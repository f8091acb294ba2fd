"""What a librarian types about a year of a plan."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from library.plans.days import FIRST_DAY, LAST_DAY
from library.plans.forms import PerhapsNumber
from library.resources.forms import LanguageCode
from rmtc.clock import today
from rmtc.i18n.texts import gettext as _


def _not_to_come(day: date) -> date:
    if day > today():
        raise ValueError(_("This day is still to come."))
    return day


class PlanReviewForm(BaseModel):
    """The review of a year: what was carried out, by which report, of which day."""

    model_config = ConfigDict(str_strip_whitespace=True)

    year: int = Field(ge=FIRST_DAY.year, le=LAST_DAY.year)
    reported_on: Annotated[date, AfterValidator(_not_to_come)]
    text: str = Field(min_length=3, max_length=5000)
    language: LanguageCode = "sr-Cyrl"
    source: str = Field(min_length=3, max_length=1000)
    report_id: PerhapsNumber = None

    @field_validator("reported_on")
    @classmethod
    def _not_before_the_year(cls, day: date, info: ValidationInfo) -> date:
        if "year" in info.data and day.year < info.data["year"]:
            raise ValueError(_("A report is not older than the year it is about."))
        return day
