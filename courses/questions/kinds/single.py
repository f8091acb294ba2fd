"""One choice of several is right, or earns most."""

from pydantic import Field

from courses.questions.kinds.kind import FIELD, Answer, Data, QuestionData, Response, Typed, shuffled, within
from rmtc.i18n.texts import gettext as _
from rmtc.texts.numbers import is_number


class SingleData(QuestionData):
    """The choices; `shuffle` lets each attempt show them in its own order."""

    choices: list[Answer] = Field(min_length=2, max_length=20)
    shuffle: bool = True


def validate(data: Data) -> Data:
    """The data in its usual form; ValueError when no choice earns anything."""
    checked = SingleData.model_validate(data)
    if max(choice.fraction for choice in checked.choices) <= 0:
        raise ValueError(_("Mark the answer that is right."))
    return checked.model_dump(mode="json")


def prepare(data: Data, seed: str) -> list[int]:
    """The order of the choices for an attempt."""
    count = len(data["choices"])
    return shuffled(count, seed) if data.get("shuffle", True) else list(range(count))


def parse(data: Data, typed: Typed) -> Response:
    """The number of the choice; ValueError when there is no such choice."""
    chosen = numbers_of(data, typed)
    return {"choice": chosen[-1]} if chosen else {}


def numbers_of(data: Data, typed: Typed) -> list[int]:
    """The numbers of the choices that were ticked, in order and once each."""
    values = [value for value in typed.get(FIELD, ()) if value]
    if not all(is_number(value) and int(value) < len(data["choices"]) for value in values):
        raise ValueError(_("Please choose one of the answers shown."))
    return sorted({int(value) for value in values})


def grade(data: Data, response: Response) -> float:
    """The part of the mark that the choice earns."""
    if "choice" not in response:
        return 0.0
    return within(data["choices"][response["choice"]]["fraction"])


def right_answer(data: Data) -> list[str]:
    """The choice that earns most."""
    best = max(choice["fraction"] for choice in data["choices"])
    return [choice["text"] for choice in data["choices"] if choice["fraction"] == best]


def summary(data: Data, response: Response) -> list[str]:
    """The choice that was made."""
    return [data["choices"][response["choice"]]["text"]] if "choice" in response else []


def remarks(data: Data, response: Response) -> list[str]:
    """What the author says about the choice that was made."""
    said = data["choices"][response["choice"]]["feedback"] if "choice" in response else ""
    return [said] if said else []
