"""What a librarian says of leave to read."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field, field_validator


class GivingForm(BaseModel):
    """Leave for a group by name, until the end of a day (none: for good), and why."""

    model_config = ConfigDict(str_strip_whitespace=True)

    holder: str = Field(min_length=1, max_length=500)
    last_day: date | None = None
    reason: str = Field(min_length=5, max_length=300)

    @field_validator("last_day", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return value or None
