"""A word or a few, compared with patterns in which * stands for anything."""

import re
import unicodedata

from pydantic import Field

from courses.questions.kinds.kind import Answer, Data, QuestionData, Response, Typed, first_of, within
from rmtc.i18n.serbian import to_latin
from rmtc.i18n.texts import gettext as _

LONGEST = 500
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_STAR = "\ue000"  # stands for a star that is meant as one


class ShortData(QuestionData):
    """The accepted answers, the first that matches counts."""

    answers: list[Answer] = Field(min_length=1, max_length=40)
    case_sensitive: bool = False


def validate(data: Data) -> Data:
    """The data in its usual form; ValueError when no answer earns anything."""
    checked = ShortData.model_validate(data)
    if max(answer.fraction for answer in checked.answers) <= 0:
        raise ValueError(_("Write at least one answer that is right."))
    return checked.model_dump(mode="json")


def prepare(_data: Data, _seed: str) -> list[int]:
    """There is nothing to put in an order."""
    return []


def parse(_data: Data, typed: Typed) -> Response:
    """The text; ValueError when it is too long to be a short answer."""
    text = first_of(typed)
    if len(text) > LONGEST:
        raise ValueError(_("Please write at most %(number)s characters.") % {"number": LONGEST})
    return {"text": text} if text else {}


def grade(data: Data, response: Response) -> float:
    """What the first answer that matches earns."""
    found = _match(data, response)
    return within(found["fraction"]) if found else 0.0


def right_answer(data: Data) -> list[str]:
    """The first of the answers that earn most."""
    best = max(answer["fraction"] for answer in data["answers"])
    right = next(answer["text"] for answer in data["answers"] if answer["fraction"] == best)
    return [right.replace(r"\*", _STAR).replace("*", "…" if right.strip() == "*" else "").replace(_STAR, r"\*")]


def summary(_data: Data, response: Response) -> list[str]:
    """What was written."""
    return [response["text"]] if response.get("text") else []


def remarks(data: Data, response: Response) -> list[str]:
    """What the author says about the answer that matched."""
    found = _match(data, response)
    return [found["feedback"]] if found and found["feedback"] else []


def matches(text: str, pattern: str, *, case_sensitive: bool) -> bool:
    """Say whether a text is what a pattern describes; spaces are folded, Cyrillic and Latin letters are alike."""
    wanted = _folded(pattern.replace(r"\*", _STAR), case_sensitive=case_sensitive)
    given = _folded(text.replace("*", _STAR), case_sensitive=case_sensitive)
    head, *rest = wanted.split("*")
    if not rest:
        return given == wanted
    *middle, tail = rest
    if not given.startswith(head) or not given.endswith(tail) or len(given) < len(head) + len(tail):
        return False
    place, end = len(head), len(given) - len(tail)
    for piece in middle:  # pieces between stars, each as early as possible
        at = given.find(piece, place, end)
        if at < 0:
            return False
        place = at + len(piece)
    return True


def _match(data: Data, response: Response) -> Data | None:
    text = response.get("text", "")
    if not text:
        return None
    exact = data.get("case_sensitive", False)
    found = (answer for answer in data["answers"] if matches(text, answer["text"], case_sensitive=exact))
    return next(found, None)


def _folded(text: str, *, case_sensitive: bool) -> str:
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if case_sensitive:
        return text
    return (to_latin(text) if _CYRILLIC.search(text) else text).casefold()
