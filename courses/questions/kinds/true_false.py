"""A sentence that is true or false."""

from pydantic import Field

from courses.questions.kinds.kind import Data, QuestionData, Response, Typed, first_of
from rmtc.i18n.texts import gettext as _

VALUES = {"true": True, "false": False}


class TrueFalseData(QuestionData):
    """Whether the sentence is true, and what is said to those who answer so or so."""

    answer: bool
    feedback_true: str = Field("", max_length=4000)
    feedback_false: str = Field("", max_length=4000)


def validate(data: Data) -> Data:
    """The data in its usual form."""
    return TrueFalseData.model_validate(data).model_dump(mode="json")


def prepare(_data: Data, _seed: str) -> list[int]:
    """True and false keep their places."""
    return []


def parse(_data: Data, typed: Typed) -> Response:
    """True or false; ValueError for anything else."""
    value = first_of(typed)
    if value and value not in VALUES:
        raise ValueError(_("Please choose one of the answers shown."))
    return {"value": VALUES[value]} if value else {}


def grade(data: Data, response: Response) -> float:
    """The whole mark or nothing."""
    return 1.0 if response.get("value") is data["answer"] else 0.0


def right_answer(data: Data) -> list[str]:
    """The word that is right."""
    return [_word(data["answer"])]


def summary(_data: Data, response: Response) -> list[str]:
    """The word that was chosen."""
    return [_word(response["value"])] if "value" in response else []


def remarks(data: Data, response: Response) -> list[str]:
    """What the author says to those who answered so."""
    said = data["feedback_true" if response["value"] else "feedback_false"] if "value" in response else ""
    return [said] if said else []


def _word(value: bool) -> str:
    return _("True") if value else _("False")
