"""Questions of a demonstration quiz, as the bank takes them, and how a learner of some ability would answer."""

import random
from collections.abc import Callable
from typing import Any

from courses.questions.forms import QuestionDraft
from courses.questions.kinds.multiple import even_shares
from courses.questions.models import QuestionVersion
from rmtc.texts.blocks import paragraph_id

Entry = dict[str, Any]


def draft(entry: Entry, lessons: dict[str, int]) -> QuestionDraft:
    """A question from its entry; `lessons` gives the activity of each lesson by the name of its file."""
    data = DATA[entry["kind"]](entry)
    if place := entry.get("see"):
        data["see"] = {
            "activity_id": lessons[place["lesson"]],
            "anchor": paragraph_id(place["heading"], place["paragraph"]),
            "words": place["heading"],
        }
    return QuestionDraft(
        kind=entry["kind"],
        name=entry["name"],
        stem=entry["stem"],
        data=data,
        mark=entry.get("marks", 1.0),
        feedback=entry.get("feedback", ""),
        outcome=entry.get("outcome", ""),
    )


def _single(entry: Entry) -> Entry:
    return {"choices": [_choice(one, 1.0 if one["correct"] else 0.0) for one in entry["choices"]]}


def _multiple(entry: Entry) -> Entry:
    shares = even_shares([one["correct"] for one in entry["choices"]])
    return {"choices": [_choice(one, share) for one, share in zip(entry["choices"], shares, strict=True)]}


def _choice(one: Entry, fraction: float) -> Entry:
    return {"text": one["text"], "fraction": fraction, "feedback": one.get("feedback", "")}


def _true_false(entry: Entry) -> Entry:
    return {"answer": entry["answer"]}


def _numerical(entry: Entry) -> Entry:
    answers = [{"value": str(one["value"]), "tolerance": str(one.get("tolerance", 0))} for one in entry["answers"]]
    return {"answers": answers, "unit": entry["answers"][0].get("unit", "")}


def _short(entry: Entry) -> Entry:
    return {"answers": [{"text": one["text"], "fraction": one.get("fraction", 1.0)} for one in entry["answers"]]}


DATA = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "numerical": _numerical,
    "short": _short,
}


def answer(version: QuestionVersion, ability: float, luck: random.Random) -> list[str]:
    """What a learner types or ticks: right as often as their ability (0 to 1) says."""
    return _RIGHT[version.kind](version.data) if luck.random() < ability else _wrong(version, luck)


def _ticked(data: Entry) -> list[str]:
    return [str(number) for number, one in enumerate(data["choices"]) if one["fraction"] > 0]


_RIGHT: dict[str, Callable[[Entry], list[str]]] = {
    "single": lambda data: _ticked(data)[:1],
    "multiple": _ticked,
    "true_false": lambda data: [str(data["answer"]).lower()],
    "numerical": lambda data: [data["answers"][0]["value"]],
    "short": lambda data: [data["answers"][0]["text"].replace("*", "")],
}


def _wrong(version: QuestionVersion, luck: random.Random) -> list[str]:
    data = version.data
    if version.kind in {"single", "multiple"}:
        wrong = [str(number) for number, one in enumerate(data["choices"]) if one["fraction"] <= 0]
        return [luck.choice(wrong)]
    if version.kind == "true_false":
        return [str(not data["answer"]).lower()]
    return ["7.77"] if version.kind == "numerical" else ["I am not sure"]
