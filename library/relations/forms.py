"""What a librarian says of two records, seen from one of them."""

import re
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark


@dataclass(frozen=True)
class Sense:
    """A kind of relation as seen from one side: `is_forward` from the first record of the two."""

    kind: str
    is_forward: bool
    words: str


SENSES: Final[dict[str, Sense]] = {
    "replaces": Sense("replaces", True, mark("Replaces")),
    "replaced_by": Sense("replaces", False, mark("Is replaced by")),
    "translates": Sense("translates", True, mark("Is a translation of")),
    "translated_by": Sense("translates", False, mark("Is translated in")),
    "part_of": Sense("part_of", True, mark("Is part of")),
    "has_part": Sense("part_of", False, mark("Has the parts")),
    "goes_with": Sense("goes_with", True, mark("Goes with")),
}
"""What can be said of a record and another, in the order of the page."""

ONE_WAY: Final = {"replaces", "part_of"}
"""Kinds in which nobody may come back to themselves."""


def _known(sense: str) -> str:
    if sense not in SENSES:
        raise ValueError(_("Please choose one of the options."))
    return sense


class RelationForm(BaseModel):
    """How this record stands to another, which is named by number, address or title."""

    model_config = ConfigDict(str_strip_whitespace=True)

    sense: Annotated[str, AfterValidator(_known)] = "replaces"
    other: str = Field(min_length=1, max_length=600)


def number_in(text: str) -> int | None:
    """The number of a record in what was typed: 12, #12, "12: Title" or its address."""
    found = re.match(r"#?(\d{1,9})(?::|$)", text) or re.search(r"/(?:library|resources)/(\d{1,9})\b", text)
    return int(found[1]) if found else None
