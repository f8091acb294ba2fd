"""Names in several languages: Serbian is authored in Cyrillic, its Latin edition derived."""

from collections.abc import Mapping
from dataclasses import dataclass

from rmtc.i18n.languages import DEFAULT
from rmtc.i18n.serbian import to_latin

AUTHORED, DERIVED = "sr-Cyrl", "sr-Latn"


@dataclass(frozen=True)
class Label:
    """A text and the language it is in."""

    text: str
    language: str


def label(texts: Mapping[str, str], language: str, fallback: str = "") -> Label:
    """The text for a reader's language, else English, else any, else the fallback."""
    if texts.get(language):
        return Label(texts[language], language)
    if language == DERIVED and texts.get(AUTHORED):
        return Label(to_latin(texts[AUTHORED]), DERIVED)
    if texts.get(DEFAULT):
        return Label(texts[DEFAULT], DEFAULT)
    return next((Label(text, code) for code, text in texts.items() if text), Label(fallback, ""))


def every_name(texts: Mapping[str, str]) -> list[str]:
    """All names, the derived one among them, to be found by."""
    return [text for text in texts.values() if text]
