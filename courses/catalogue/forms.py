"""What authors type about a course."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from rmtc.i18n.languages import LANGUAGES
from rmtc.i18n.texts import gettext as _

RESERVED = frozenset({"new", "files", "runs"})


class CourseForm(BaseModel):
    """A course; the description is Markdown, `slug` its name in addresses."""

    model_config = ConfigDict(str_strip_whitespace=True)

    slug: str = Field(min_length=3, max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=3, max_length=200)
    summary: str = Field("", max_length=300)
    description: str = Field("", max_length=10_000)
    language: str = Field("en", max_length=10)
    proofread: bool = False
    curriculum_version_id: int | None = None

    @model_validator(mode="before")
    @classmethod
    def nothing_chosen(cls, data: Any) -> Any:
        """A curriculum that was not chosen is none."""
        if isinstance(data, dict) and data.get("curriculum_version_id") == "":
            return {name: value for name, value in data.items() if name != "curriculum_version_id"}
        return data

    @field_validator("language")
    @classmethod
    def known_language(cls, value: str) -> str:
        """Refuse a language the site has no name for."""
        if value not in LANGUAGES:
            raise ValueError(_("Please choose one of the options."))
        return value

    @field_validator("slug")
    @classmethod
    def free_of_rooms(cls, value: str) -> str:
        """Refuse names that are rooms of the site."""
        if value in RESERVED:
            raise ValueError(_("This name is used by the site itself. Please choose another."))
        return value
