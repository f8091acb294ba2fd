"""A repository as a librarian describes it."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from library.resources.forms import known_language

Language = Annotated[str, AfterValidator(known_language)]


class RepositoryForm(BaseModel):
    """Where a partner's repository is, which part of it is taken, and what becomes of its records here."""

    model_config = ConfigDict(str_strip_whitespace=True)

    name: str = Field(min_length=2, max_length=120)
    address: str = Field(max_length=500, pattern=r"^https?://[^\s?#]+$")
    part: str = Field("", max_length=120, pattern=r"^[A-Za-z0-9\-_.!~*'():]*$")
    collection: str = Field("", max_length=60)
    language: Language = "en"
    publishes: bool = False
    is_active: bool = False
