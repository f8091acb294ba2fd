"""Questions written in GIFT; texts are Markdown, as GIFT allows."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from courses.interchange.material import Answer, Question
from courses.interchange.report import Journal, Report
from rmtc.i18n.texts import gettext as _

_SPECIAL = str.maketrans({letter: f"\\{letter}" for letter in "\\~=#{}:"} | {"\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Written:
    """A written file, and what it could not hold."""

    data: bytes
    report: Report


def write_gift(questions: Iterable[Question]) -> Written:
    """Write questions as GIFT in UTF-8; GIFT holds no marks, no files and no rule about capital letters."""
    journal, blocks = Journal(), list[str]()
    category = ""
    for place, question in enumerate(questions):
        key = str(place)
        journal.found("question", key, question.name, question.category)
        reason = _unwritable(question)
        if reason:
            journal.left_out("question", key, reason)
            continue
        if question.category != category:
            category = question.category
            blocks.append(f"$CATEGORY: {category or 'top'}")
        journal.changed("question", key, *_losses(question))
        blocks.append(_written(question))
    return Written("".join(f"{block}\n\n" for block in blocks).encode(), journal.report())


def _unwritable(question: Question) -> str:
    right = [answer for answer in question.answers if answer.fraction == 1]
    if question.kind == "single" and not right:
        return _("GIFT needs an answer that gives the whole mark")
    if question.kind == "short" and any("->" in f"{one.text}{one.feedback}" for one in question.answers):
        return _("GIFT would take its answers for pairs to match")
    if question.kind == "numerical" and any(one.text == "*" and one.fraction for one in question.answers):
        return _("GIFT cannot give marks for any other number")
    return ""


def _losses(question: Question) -> list[str]:
    checks = {
        _("its mark is not in the file"): question.default_mark != 1,
        _("its files are not in the file"): bool(question.files),
        _("that capital letters count is not in the file"): question.case_sensitive,
        _("that its answers keep their order is not in the file"): not question.shuffle,
    }
    return [reason for reason, applies in checks.items() if applies]


def _written(question: Question) -> str:
    writers = {"true_false": _true_false, "numerical": _numerical, "short": _short}
    answers = writers.get(question.kind, _choices)(question)
    general = f"\n\t####{_text(question.general_feedback)}" if question.general_feedback else ""
    name = question.name.translate(_SPECIAL)
    return f"::{name}::[markdown]{question.stem.translate(_SPECIAL)}{{{answers}{general}\n}}"


def _choices(question: Question) -> str:
    return "".join(f"\n\t{_weight(question, one)}{_text(one.text)}{_feedback(one)}" for one in question.answers)


def _weight(question: Question, answer: Answer) -> str:
    if question.kind == "single" and answer.fraction == 1:
        return "=%100%" if answer.text.startswith("%") else "="
    bare = question.kind == "single" and answer.fraction == 0 and not answer.text.startswith("%")
    return "~" if bare else f"~{_percent(answer.fraction)}"


def _short(question: Question) -> str:
    return "".join(
        f"\n\t={_percent(answer.fraction)}{answer.text.translate(_SPECIAL)}{_feedback(answer)}"
        for answer in question.answers
    )


def _numerical(question: Question) -> str:
    values = [answer for answer in question.answers if answer.text != "*"]
    others = [answer for answer in question.answers if answer.text == "*"]
    lines = [f"\n\t={_percent(one.fraction)}{one.text}:{one.tolerance:f}{_feedback(one)}" for one in values]
    return "#" + "".join([*lines, *(f"\n\t~{_feedback(one) or '#'}" for one in others[:1])])


def _true_false(question: Question) -> str:
    texts = {answer.fraction == 1: _text(answer.feedback) for answer in question.answers}
    right = next(answer.text for answer in question.answers if answer.fraction == 1)
    return f"{right.upper()}#{texts.get(False, '')}#{texts.get(True, '')}"


def _percent(fraction: Decimal) -> str:
    percent = f"{fraction * 100:f}"
    return f"%{percent.rstrip('0').rstrip('.') if '.' in percent else percent}%"


def _feedback(answer: Answer) -> str:
    return f"#{_text(answer.feedback)}" if answer.feedback else ""


def _text(markdown: str) -> str:
    return ("[markdown]" if markdown.startswith("[") else "") + markdown.translate(_SPECIAL)
