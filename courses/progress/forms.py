"""What a learner types beside a lesson."""

from pydantic import BaseModel, ConfigDict, Field


class NoteForm(BaseModel):
    """A private note."""

    model_config = ConfigDict(str_strip_whitespace=True)

    text: str = Field(min_length=1, max_length=4000)
