"""What is said about a shelf or a subject."""

from pydantic import BaseModel, ConfigDict, Field

KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class CollectionForm(BaseModel):
    """A shelf: its key for addresses, and titles by language code; without a position it stands last."""

    model_config = ConfigDict(str_strip_whitespace=True)

    key: str = Field(min_length=2, max_length=60, pattern=KEY)
    titles: dict[str, str] = Field(min_length=1)
    descriptions: dict[str, str] = Field(default_factory=dict)
    parent: str = ""
    position: int | None = Field(None, ge=0)


class SubjectForm(BaseModel):
    """A concept: labels by language code, and further names by language code to be found by."""

    model_config = ConfigDict(str_strip_whitespace=True)

    key: str = Field(min_length=2, max_length=80, pattern=KEY)
    labels: dict[str, str] = Field(min_length=1)
    others: dict[str, list[str]] = Field(default_factory=dict)
    notes: dict[str, str] = Field(default_factory=dict)
    uri: str | None = Field(None, max_length=300)
    parent: str = ""
