"""What makes a question of the five kinds usable here; shared by all question readers."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from courses.interchange.material import Answer, Question

FULL = Decimal(1)
_NEAR = Decimal("0.0001")
_LEAST_CHOICES = 2
_LONGEST_NUMBER = 20  # digits before or after the point

UNREAD_KINDS = {
    "calculated": "calculated questions are not read",
    "calculatedmulti": "calculated questions are not read",
    "calculatedsimple": "calculated questions are not read",
    "cloze": "questions with embedded answers (cloze) are not read",
    "description": "a description asks nothing; put it into a page or a label",
    "essay": "essay questions are not read; set the task as an assignment",
    "match": "matching questions are not read",
    "matching": "matching questions are not read",
    "multianswer": "questions with embedded answers (cloze) are not read",
    "random": "it only draws another question at random",
    "randomsamatch": "random matching questions are not read",
}


class Unusable(Exception):  # noqa: N818 (said of a question, with the reason)
    """The question cannot be asked here; the message is the reason."""


def why_unread(kind: str) -> str:
    """Return why a kind of question is left out."""
    return UNREAD_KINDS.get(kind, f"questions of the kind “{kind or 'unknown'}” are not read")


def number(text: str) -> Decimal:
    """Return a decimal number, written with point or comma; Unusable if it is none."""
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise Unusable(f"“{text.strip()[:40]}” is not a number") from None
    if not value.is_finite() or abs(value.adjusted()) > _LONGEST_NUMBER:
        raise Unusable(f"“{text.strip()[:40]}” is not a number")
    plain = value.normalize()
    return plain if plain == 0 or int(plain.as_tuple().exponent) <= 0 else plain.quantize(Decimal(1))


def usable(question: Question) -> tuple[Question, list[str]]:
    """Return a question that can be asked here, with what was changed; Unusable says why it cannot."""
    if not question.stem.strip():
        raise Unusable("it has no text")
    if question.default_mark < 0:
        raise Unusable("its mark is negative")
    return _CHECKS[question.kind](question)


def _best(question: Question) -> Decimal:
    best = max((answer.fraction for answer in question.answers), default=Decimal(0))
    if best <= 0:
        raise Unusable("no answer is right")
    return best


def _single(question: Question) -> tuple[Question, list[str]]:
    _choices(question)
    best = _best(question)
    if best < FULL - _NEAR:
        return question, [f"even the best answer gives only {best * 100:.0f} % of the mark"]
    return question, []


def _multiple(question: Question) -> tuple[Question, list[str]]:
    _choices(question)
    _best(question)
    total = sum((answer.fraction for answer in question.answers if answer.fraction > 0), Decimal(0))
    if abs(total - FULL) <= _NEAR:
        return question, []
    answers = tuple(_scaled(answer, total) for answer in question.answers)
    why = f"the right answers added up to {total * 100:.2f} % of the mark and were scaled to 100 %"
    return replace(question, answers=answers), [why]


def _scaled(answer: Answer, total: Decimal) -> Answer:
    if answer.fraction <= 0:
        return answer
    return replace(answer, fraction=(answer.fraction / total).quantize(Decimal("0.0000001")))


def _choices(question: Question) -> None:
    if len(question.answers) < _LEAST_CHOICES:
        raise Unusable("it offers fewer than two answers")
    if any(not answer.text.strip() for answer in question.answers):
        raise Unusable("one of its answers is empty")
    if any(abs(answer.fraction) > FULL for answer in question.answers):
        raise Unusable("an answer gives more than the whole mark")


def _true_false(question: Question) -> tuple[Question, list[str]]:
    if sorted(answer.text for answer in question.answers) != ["false", "true"]:
        raise Unusable("it does not have one answer for true and one for false")
    if sorted(answer.fraction for answer in question.answers) != [0, 1]:
        raise Unusable("it does not say which of true and false is right")
    return question, []


def _numerical(question: Question) -> tuple[Question, list[str]]:
    for answer in question.answers:
        if answer.text != "*":
            number(answer.text)
    _best(question)
    return question, []


def _short(question: Question) -> tuple[Question, list[str]]:
    if any(not answer.text.strip() for answer in question.answers):
        raise Unusable("one of its answers is empty")
    best = _best(question)
    if best < FULL - _NEAR:
        return question, [f"even the best answer gives only {best * 100:.0f} % of the mark"]
    return question, []


_CHECKS: dict[str, Callable[[Question], tuple[Question, list[str]]]] = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "numerical": _numerical,
    "short": _short,
}
