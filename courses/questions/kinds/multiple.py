"""Several choices are right; wrong ones take away, but never more than was earned."""

from collections.abc import Sequence

from pydantic import Field

from courses.questions.kinds import single
from courses.questions.kinds.kind import NEAR, Answer, Data, QuestionData, Response, Typed, within
from rmtc.i18n.texts import gettext as _

prepare = single.prepare


class MultipleData(QuestionData):
    """The choices: positive fractions add up to 1, wrong choices may have negative ones."""

    choices: list[Answer] = Field(min_length=2, max_length=20)
    shuffle: bool = True


def validate(data: Data) -> Data:
    """The data in its usual form; ValueError when the right choices do not make the whole mark."""
    checked = MultipleData.model_validate(data)
    total = sum(choice.fraction for choice in checked.choices if choice.fraction > 0)
    if total <= 0:
        raise ValueError(_("Mark the answers that are right."))
    if abs(total - 1) > NEAR:
        share = {"share": f"{total * 100:.4g}"}
        raise ValueError(_("The right answers make %(share)s %% of the mark together; it must be 100 %%.") % share)
    return checked.model_dump(mode="json")


def even_shares(right: Sequence[bool]) -> list[float]:
    """Fractions for choices that are simply right or wrong: ticking everything earns nothing, as ticking nothing."""
    good, bad = sum(right), len(right) - sum(right)
    return [round(1 / good, 7) if is_right else -round(1 / bad, 7) for is_right in right]


def parse(data: Data, typed: Typed) -> Response:
    """The numbers of the choices; ValueError when there is no such choice."""
    chosen = single.numbers_of(data, typed)
    return {"choices": chosen} if chosen else {}


def grade(data: Data, response: Response) -> float:
    """The fractions of what was ticked, added up; never below 0."""
    return within(sum(data["choices"][number]["fraction"] for number in response.get("choices", ())))


def right_answer(data: Data) -> list[str]:
    """Every choice that earns something."""
    return [choice["text"] for choice in data["choices"] if choice["fraction"] > 0]


def summary(data: Data, response: Response) -> list[str]:
    """The choices that were ticked."""
    return [data["choices"][number]["text"] for number in response.get("choices", ())]


def remarks(data: Data, response: Response) -> list[str]:
    """What the author says about each choice that was ticked."""
    said = [data["choices"][number]["feedback"] for number in response.get("choices", ())]
    return [text for text in said if text]
