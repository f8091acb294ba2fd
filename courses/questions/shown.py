"""A question version as pages show it: its Markdown made into safe HTML, its choices in the order of an attempt."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from markupsafe import Markup

from courses.questions.kinds import KINDS
from courses.questions.kinds.kind import Data, Response
from rmtc.texts.markdown import render_line, render_markdown


@lru_cache(4096)
def block(text: str) -> Markup:
    """A text of paragraphs; the renderer has cleaned it."""
    return Markup(render_markdown(text, image=lambda _src: None, ids=None))  # noqa: S704


@lru_cache(4096)
def line(text: str) -> Markup:
    """A text within one line; the renderer has cleaned it."""
    return Markup(render_line(text))  # noqa: S704


@dataclass(frozen=True)
class Option:
    """A choice: what the form sends, its words, whether it is chosen, what it earns, what is said about it."""

    value: str
    words: Markup
    is_chosen: bool
    fraction: float
    remark: str


@dataclass(frozen=True)
class ShownQuestion:
    """A question ready for a template; `text` is what was written where the answer is a text."""

    kind: str
    stem: Markup
    options: tuple[Option, ...]
    text: str
    unit: str
    is_answered: bool


class Askable(Protocol):
    """What is shown of a version."""

    @property
    def kind(self) -> str: ...

    @property
    def stem(self) -> str: ...

    @property
    def data(self) -> Data: ...


def show_question(version: Askable, order: Sequence[int], response: Response) -> ShownQuestion:
    """Show a version with the answer given so far."""
    data = version.data
    return ShownQuestion(
        version.kind,
        block(version.stem),
        _options(version.kind, data, order, response),
        response.get("text", ""),
        data.get("unit", ""),
        bool(response),
    )


def _options(kind: str, data: Data, order: Sequence[int], response: Response) -> tuple[Option, ...]:
    if kind == "true_false":
        words = [(value, KINDS[kind].summary(data, {"value": value})[0]) for value in (True, False)]
        return tuple(
            Option(
                str(value).lower(),
                Markup.escape(word),
                response.get("value") is value,
                float(value is data["answer"]),
                data[f"feedback_{str(value).lower()}"],
            )
            for value, word in words
        )
    chosen = response.get("choices", [response.get("choice")])
    choices = data.get("choices", [])
    places = order or range(len(choices))
    return tuple(
        Option(
            str(place),
            line(choices[place]["text"]),
            place in chosen,
            choices[place]["fraction"],
            choices[place]["feedback"],
        )
        for place in places
    )
