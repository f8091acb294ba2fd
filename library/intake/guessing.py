"""What a file suggests about its record: offered while nobody has said better."""

import re
from pathlib import PurePath
from typing import Final

from library.intake.outcomes import Extraction
from rmtc.i18n.languages import LANGUAGES

GUESSED: Final = "guessed"
TITLE, LANGUAGE, YEAR = "title", "language", "year"
_NO_TITLE: Final = re.compile(
    r"^(microsoft \w+ ?-|untitled|document\d*$|slide \d|powerpoint)"
    r"|\.(docx?|pdf|html?|txt|indd|qxd|pptx?|xlsx?|rtf|cdr)$",
    re.IGNORECASE,
)
_SHORTEST, _LONGEST = 5, 300


def title_from_name(name: str) -> str:
    """A title from the name of a file: no ending, blanks for underscores."""
    return " ".join(PurePath(name).stem.replace("_", " ").split())[:_LONGEST] or name


def title_from(extraction: Extraction) -> str:
    """The title that a file gives itself, where it is one; else empty."""
    given = " ".join((extraction.facts.title if extraction.facts else "").split())
    bad = len(given) < _SHORTEST or len(given) > _LONGEST or _NO_TITLE.search(given) or "\ufffd" in given
    return "" if bad else given


def language_from(extraction: Extraction) -> str:
    """The language of a text as a code of ours; empty where it cannot be told."""
    if extraction.language == "hbs":
        return "sr-Cyrl" if extraction.script == "Cyrl" else "sr-Latn"
    return extraction.language if extraction.language in LANGUAGES else ""


def year_from(extraction: Extraction) -> int | None:
    """The year in which a file says it was made."""
    found = re.match(r"(19|20)\d\d", extraction.facts.created if extraction.facts else "")
    return int(found[0]) if found else None
