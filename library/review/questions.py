"""The questions about personal data that somebody answers before a document is published.

Regulation (EU) 2016/679, articles 4(1), 6 and 9, and the Serbian Law on Personal Data Protection (2018), in plain
words.
"""

from collections.abc import Mapping
from typing import Final

from rmtc.i18n.marks import mark

QUESTIONS: Final[Mapping[str, str]] = {
    "people": mark("Can a private person be recognised in it: by a name, a picture, an address, the story of a case?"),
    "contacts": mark("Does it hold private telephone numbers, e-mail addresses or home addresses?"),
    "sensitive": mark("Does it tell of the health, origin, religion or legal status of people who can be recognised?"),
}
GROUND: Final = "ground"
GROUND_QUESTION: Final = mark("If any answer is yes: may it be published all the same, by law or with consent?")

ASKED_OF: Final = frozenset({"plan", "action_plan", "report"})
"""Kinds that are never published unanswered: plans name commissioners, reports tell of cases."""

OPEN, NO_GROUND = "open", "no_ground"


def what_is_missing(answers: Mapping[str, str], note: str) -> str:
    """OPEN while a question is not answered, NO_GROUND where a yes has no ground and no word on it, else empty."""
    if any(not answers.get(name) for name in QUESTIONS):
        return OPEN
    if any(answers[name] == "yes" for name in QUESTIONS) and not (answers.get(GROUND) == "yes" and note):
        return NO_GROUND
    return ""
