"""What makes a question of the five kinds usable here; shared by all question readers."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from courses.interchange.material import Answer, Question
from rmtc.i18n.formats import number as written_number
from rmtc.i18n.marks import mark
from rmtc.i18n.texts import gettext as _

FULL = Decimal(1)
_NEAR = Decimal("0.0001")
_LEAST_CHOICES = 2
_LONGEST_NUMBER = 20  # digits before or after the point

UNREAD_KINDS = {
    "calculated": mark("calculated questions are not read"),
    "calculatedmulti": mark("calculated questions are not read"),
    "calculatedsimple": mark("calculated questions are not read"),
    "cloze": mark("questions with embedded answers (cloze) are not read"),
    "description": mark("a description asks nothing; put it into a page or a label"),
    "essay": mark("essay questions are not read; set the task as an assignment"),
    "match": mark("matching questions are not read"),
    "matching": mark("matching questions are not read"),
    "multianswer": mark("questions with embedded answers (cloze) are not read"),
    "random": mark("it only draws another question at random"),
    "randomsamatch": mark("random matching questions are not read"),
}
_OTHER_KIND = mark("questions of the kind “%(kind)s” are not read")


class Unusable(Exception):  # noqa: N818 (said of a question, with the reason)
    """The question cannot be asked here; the message is the reason."""


def why_unread(kind: str) -> str:
    """Return why a kind of question is left out."""
    if not kind:
        return _("questions of an unknown kind are not read")
    return _(UNREAD_KINDS.get(kind, _OTHER_KIND)) % {"kind": kind}


def number(text: str) -> Decimal:
    """Return a decimal number, written with point or comma; Unusable if it is none."""
    said = _("“%(text)s” is not a number") % {"text": text.strip()[:40]}
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise Unusable(said) from None
    if not value.is_finite() or abs(value.adjusted()) > _LONGEST_NUMBER:
        raise Unusable(said)
    plain = value.normalize()
    return plain if plain == 0 or int(plain.as_tuple().exponent) <= 0 else plain.quantize(Decimal(1))


def usable(question: Question) -> tuple[Question, list[str]]:
    """Return a question that can be asked here, with what was changed; Unusable says why it cannot."""
    if not question.stem.strip():
        raise Unusable(_("it has no text"))
    if question.default_mark < 0:
        raise Unusable(_("its mark is negative"))
    return _CHECKS[question.kind](question)


def _best(question: Question) -> Decimal:
    best = max((answer.fraction for answer in question.answers), default=Decimal(0))
    if best <= 0:
        raise Unusable(_("no answer is right"))
    return best


def _too_little(best: Decimal) -> str:
    return _("even the best answer gives only %(share)s %% of the mark") % {"share": f"{best * 100:.0f}"}


def _single(question: Question) -> tuple[Question, list[str]]:
    _choices(question)
    best = _best(question)
    if best < FULL - _NEAR:
        return question, [_too_little(best)]
    return question, []


def _multiple(question: Question) -> tuple[Question, list[str]]:
    _choices(question)
    _best(question)
    total = sum((answer.fraction for answer in question.answers if answer.fraction > 0), Decimal(0))
    if abs(total - FULL) <= _NEAR:
        return question, []
    answers = tuple(_scaled(answer, total) for answer in question.answers)
    why = _("the right answers added up to %(share)s %% of the mark and were scaled to 100 %%")
    return replace(question, answers=answers), [why % {"share": written_number(float(total * 100), 2)}]


def _scaled(answer: Answer, total: Decimal) -> Answer:
    if answer.fraction <= 0:
        return answer
    return replace(answer, fraction=(answer.fraction / total).quantize(Decimal("0.0000001")))


def _choices(question: Question) -> None:
    if len(question.answers) < _LEAST_CHOICES:
        raise Unusable(_("it offers fewer than two answers"))
    if any(not answer.text.strip() for answer in question.answers):
        raise Unusable(_("one of its answers is empty"))
    if any(abs(answer.fraction) > FULL for answer in question.answers):
        raise Unusable(_("an answer gives more than the whole mark"))


def _true_false(question: Question) -> tuple[Question, list[str]]:
    if sorted(answer.text for answer in question.answers) != ["false", "true"]:
        raise Unusable(_("it does not have one answer for true and one for false"))
    if sorted(answer.fraction for answer in question.answers) != [0, 1]:
        raise Unusable(_("it does not say which of true and false is right"))
    return question, []


def _numerical(question: Question) -> tuple[Question, list[str]]:
    for answer in question.answers:
        if answer.text != "*":
            number(answer.text)
    _best(question)
    return question, []


def _short(question: Question) -> tuple[Question, list[str]]:
    if any(not answer.text.strip() for answer in question.answers):
        raise Unusable(_("one of its answers is empty"))
    best = _best(question)
    if best < FULL - _NEAR:
        return question, [_too_little(best)]
    return question, []


_CHECKS: dict[str, Callable[[Question], tuple[Question, list[str]]]] = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "numerical": _numerical,
    "short": _short,
}
