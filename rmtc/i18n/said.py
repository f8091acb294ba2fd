"""Sentences that are kept: the text and its values, so that each reader sees them in their own language."""

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

from rmtc.i18n.texts import gettext

_BEGINNING = '{"message": '


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the interface with the values of its placeholders; `str` says it in the language in use."""

    message: str
    values: dict[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        """Say it in the language in use."""
        text = gettext(self.message)
        return text % self.values if self.values else text

    def __bool__(self) -> bool:
        """Tell whether anything is said."""
        return bool(self.message)

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"message": self.message, "values": self.values}


def say(message: str, /, **values: str | int) -> Said:
    """Mark a text for translation, and keep its values until it is known who reads it."""
    return Said(message, values)


def sentence_of(reason: Exception) -> Said | str:
    """What a refusal says: for every reader, or as it was said to the one who asked."""
    first = reason.args[0] if reason.args else ""
    return first if isinstance(first, Said) else str(reason)


def kept(sentence: Said | str) -> str:
    """The text under which a sentence is kept."""
    return json.dumps(sentence.as_data(), ensure_ascii=False) if isinstance(sentence, Said) else sentence


def heard(text: str) -> Said:
    """The sentence that was kept; one without its values is translated only where nothing was put into it."""
    if not text.startswith(_BEGINNING):
        return Said(text)
    data = json.loads(text)
    return Said(data["message"], data["values"])


class Sentence(TypeDecorator[Said | str]):
    """A column of so many characters for a sentence; one too long to be kept with its values is kept as it is said."""

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def process_bind_param(self, value: Said | str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - theirs
        """Keep the text and its values."""
        if value is None:
            return None
        text = kept(value)
        return text if len(text) <= self.length else str(value)[: self.length]

    def process_result_value(self, value: str | None, dialect: Dialect) -> Said | None:  # noqa: ARG002 - theirs
        """Give the sentence back."""
        return None if value is None else heard(value)
