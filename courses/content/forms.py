"""What a trainer types about sections and activities."""

from datetime import date
from typing import Any

from pydantic import Field

from courses.curricula.forms import Typed


class SectionForm(Typed):
    """A part of a course."""

    title: str = Field(min_length=2, max_length=200)
    summary: str = Field("", max_length=300)
    module_number: int | None = Field(None, ge=1, le=50)


class ActivityForm(Typed):
    """An activity: what every kind has, and the settings of its own kind."""

    kind: str = Field(max_length=12)
    title: str = Field(min_length=2, max_length=200)
    minutes: int = Field(0, ge=0, le=6000)
    required: bool = True
    outcomes: list[str] = Field(default_factory=list)
    body: str = Field("", max_length=200_000)
    settings: dict[str, Any] = Field(default_factory=dict)


class SourceForm(Typed):
    """A pinpoint source: the record, where in it, and the page of its file (0: none).

    In a reading list also the last page, the version (0: the newest), what to look for, and the day it is due.
    """

    resource_id: int = Field(ge=1, lt=2**31)
    locator: str = Field("", max_length=120)
    page: int = Field(0, ge=0, le=100_000)
    last_page: int = Field(0, ge=0, le=100_000)
    version: int = Field(0, ge=0, le=1_000_000)
    note: str = Field("", max_length=300)
    due: date | None = None
    required: bool = False


class PlaceForm(Typed):
    """Where something goes: so many steps up (-1) or down (1), or to a position (from 1) of a section."""

    step: int = Field(0, ge=-1, le=1)
    section: int | None = None
    position: int | None = Field(None, ge=1)
