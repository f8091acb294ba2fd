"""What somebody marks in a text."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

AROUND = 60
"""So many characters before and after the marked words are kept to tell them from the same words elsewhere."""


def _in_a_line(text: object) -> object:
    return " ".join(text.split()) if isinstance(text, str) else text


Line = BeforeValidator(_in_a_line)


class HighlightNoteForm(BaseModel):
    """What somebody thinks of the words they marked."""

    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)] = ""


class HighlightForm(HighlightNoteForm):
    """Words of a page; what stands around them is sent where they were chosen with the mouse."""

    page: Annotated[int, Field(ge=1, le=100_000)]
    quote: Annotated[str, Line, StringConstraints(min_length=1, max_length=1000)]
    prefix: Annotated[str, Line, StringConstraints(max_length=200)] = ""
    suffix: Annotated[str, Line, StringConstraints(max_length=200)] = ""
    file: Annotated[str, StringConstraints(max_length=255)] = ""
    version: Annotated[int, Field(ge=0, le=1_000_000)] = 0
