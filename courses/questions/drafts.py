"""From the page of a question to what the bank keeps, and back."""

import re
from typing import Any

from pydantic import ValidationError

from courses.questions.forms import QuestionDraft, QuestionForm
from courses.questions.kinds.multiple import even_shares
from courses.questions.models import QuestionVersion
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _
from rmtc.texts.blocks import heading_id, paragraph_id

_PARAGRAPH = re.compile(r"-p-(\d+)$")
FEWEST_ROWS = 4

Data = dict[str, Any]


def draft_of(form: QuestionForm) -> QuestionDraft:
    """What a page says, checked by the kind; FieldRefusal names the field that is wrong."""
    data = _DATA[form.kind](form)
    if form.lesson is not None:
        data["see"] = {"activity_id": form.lesson, "anchor": _anchor(form), "words": form.heading}
    common = form.model_dump(include={"kind", "name", "stem", "mark", "feedback", "outcome"})
    try:
        return QuestionDraft(data=data, **common)
    except ValidationError as problem:
        raise FieldRefusal(_place(form), _said(problem)) from None


def _place(form: QuestionForm) -> str:
    return "truth" if form.kind == "true_false" else "text"


def _said(problem: ValidationError) -> str:
    error = problem.errors()[0]
    said = str(error.get("ctx", {}).get("error", ""))
    if error["type"] != "value_error" or "validation error" in said:
        return _("Some of the answers are not filled in rightly: write at least one, and numbers as numbers.")
    return said


def _anchor(form: QuestionForm) -> str:
    if form.paragraph:
        return paragraph_id(form.heading, form.paragraph)
    return heading_id(form.heading) if form.heading else ""


def _rows(form: QuestionForm) -> list[tuple[int, str]]:
    found = [(place, text) for place, text in enumerate(form.text) if text]
    if not found:
        raise FieldRefusal("text", _("Write at least one answer."))
    return found


def _at(values: list[str], place: int) -> str:
    return values[place] if place < len(values) else ""


def _share(form: QuestionForm, place: int, usual: float) -> float:
    text = _at(form.share, place).replace(",", ".").replace("%", "").replace("−", "-").strip()
    if not text:
        return usual
    try:
        share = float(text) / 100
    except ValueError:
        share = 2.0
    if not -1 <= share <= 1:
        raise FieldRefusal("text", _("A share is a number from -100 to 100."))
    return share


def _choices(form: QuestionForm) -> Data:
    rows = _rows(form)
    right = [place in form.right for place, _text in rows]
    if form.kind == "multiple" and any(right):
        usual = even_shares(right)
    else:
        usual = [1.0 if is_right else 0.0 for is_right in right]
    choices = [
        {"text": text, "fraction": _share(form, place, share), "feedback": _at(form.remark, place)}
        for (place, text), share in zip(rows, usual, strict=True)
    ]
    return {"choices": choices, "shuffle": form.shuffle}


def _numbers(form: QuestionForm) -> Data:
    answers = [
        {
            "value": text,
            "tolerance": _at(form.tolerance, place) or "0",
            "fraction": _share(form, place, 1.0),
            "feedback": _at(form.remark, place),
        }
        for place, text in _rows(form)
    ]
    return {"answers": answers, "unit": form.unit}


def _texts(form: QuestionForm) -> Data:
    answers = [
        {"text": text, "fraction": _share(form, place, 1.0), "feedback": _at(form.remark, place)}
        for place, text in _rows(form)
    ]
    return {"answers": answers, "case_sensitive": form.case_sensitive}


def _truth(form: QuestionForm) -> Data:
    if not form.truth:
        raise FieldRefusal("truth", _("Please choose yes or no."))
    remarks = {"feedback_true": form.remark_true, "feedback_false": form.remark_false}
    return {"answer": form.truth == "true", **remarks}


_DATA = {"single": _choices, "multiple": _choices, "numerical": _numbers, "short": _texts, "true_false": _truth}


def typed_of(version: QuestionVersion) -> Data:
    """What the page of a question shows for a version."""
    data = version.data
    see = data.get("see") or {}
    paragraph = _PARAGRAPH.search(see.get("anchor", ""))
    rows = data.get("choices") or data.get("answers") or []
    typed: Data = {
        "kind": version.kind,
        "seen": version.number,
        "name": version.name,
        "stem": version.stem,
        "mark": f"{version.mark:g}",
        "feedback": version.feedback,
        "outcome": version.outcome,
        "lesson": see.get("activity_id"),
        "heading": see.get("words", ""),
        "paragraph": paragraph[1] if paragraph else "",
        "text": [row.get("text", row.get("value", "")) for row in rows],
        "right": [str(place) for place, row in enumerate(rows) if row["fraction"] > 0],
        "share": _shares_shown(version.kind, rows),
        "tolerance": [row.get("tolerance", "") for row in rows],
        "remark": [row["feedback"] for row in rows],
        "unit": data.get("unit", ""),
        "truth": {True: "true", False: "false"}.get(data.get("answer", ""), ""),
        "remark_true": data.get("feedback_true", ""),
        "remark_false": data.get("feedback_false", ""),
    }
    return typed | {name: "on" for name in ("shuffle", "case_sensitive") if data.get(name)}


def _shares_shown(kind: str, rows: list[Data]) -> list[str]:
    fractions = [row["fraction"] for row in rows]
    if kind == "multiple":
        usual = even_shares([fraction > 0 for fraction in fractions])
    else:
        usual = [1.0 if fraction > 0 else 0.0 for fraction in fractions]
    pairs = zip(fractions, usual, strict=True)
    return ["" if abs(fraction - share) < 1e-6 else f"{fraction * 100:.7g}" for fraction, share in pairs]  # noqa: PLR2004 - rounding
