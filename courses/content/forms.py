"""What a trainer types about sections and activities."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class SectionForm(BaseModel):
    """A part of a course."""

    model_config = ConfigDict(str_strip_whitespace=True)

    title: str = Field(min_length=2, max_length=200)
    summary: str = Field("", max_length=300)
    module_number: int | None = Field(None, ge=1, le=50)


class ActivityForm(BaseModel):
    """An activity: what every kind has, and the settings of its own kind."""

    model_config = ConfigDict(str_strip_whitespace=True)

    kind: str = Field(max_length=12)
    title: str = Field(min_length=2, max_length=200)
    minutes: int = Field(0, ge=0, le=6000)
    required: bool = True
    outcomes: list[str] = Field(default_factory=list)
    body: str = Field("", max_length=200_000)
    settings: dict[str, Any] = Field(default_factory=dict)


class SourceForm(BaseModel):
    """A pinpoint source: the record, where in it, and the page of its file (0: none)."""

    model_config = ConfigDict(str_strip_whitespace=True)

    resource_id: int
    locator: str = Field("", max_length=120)
    page: int = Field(0, ge=0, le=100_000)
    required: bool = False
