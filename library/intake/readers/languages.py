"""Guess script and language of a text from its letters and its most frequent small words. No model.

Serbian, Bosnian, Croatian and Montenegrin cannot be told apart reliably and are given as one group, "hbs"
(the ISO 639-3 code for all of them); a person says which.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal

Script = Literal["Cyrl", "Latn", "mixed", ""]

_ENOUGH: Final = 0.08
_MINORITY: Final = 0.2
_WORD: Final = re.compile(r"[^\W\d_]+")
_MOST: Final = 40_000
_CYRILLIC_RUN: Final = re.compile("[\u0400-\u052f]+")
_LATIN_RUN: Final = re.compile("[A-Za-zªºÀ-ÖØ-öø-\u024f]+")

# Words without diacritics where those get lost in bad text layers.
_LATIN: Final[dict[str, frozenset[str]]] = {
    name: frozenset(text.split())
    for name, text in {
        "hbs": "i u je da na se za od su o sa ili koji koja koje iz po ne kao li bi ima pravo svako što sto te ovog s",
        "sq": "e të në dhe për që me nga si një është ose së i ka te më tij ne do këtij këto kjo ky secili drejtë",
        "en": "the of and to in is for that by on with shall or be as are this from has it his an at not",
        "de": "der die und das in den von zu mit für ist des auf dem eine ein nicht sich im als auch oder",
        "sv": "och att det som på för är av en i med till den har de inte om ett eller var",
    }.items()
}
_CYRILLIC: Final[dict[str, frozenset[str]]] = {
    name: frozenset(text.split())
    for name, text in {
        "hbs": "и у је да на се за од су о са или који која које из по не као би има право свако што те овог",
        "mk": "и на во се да од за со е го што не ги која кој или како биде секој има овој оваа ќе сите право",
    }.items()
}

COMMON_CYRILLIC: Final = frozenset().union(*_CYRILLIC.values())
"""The small words of all languages in Cyrillic."""


@dataclass(frozen=True)
class Guess:
    """Script (ISO 15924, or mixed) and language or group (hbs, mk, sq, en, de, sv); empty where nothing can be said."""

    script: Script
    language: str


def script_of(text: str) -> Script:
    """Tell the script of a text by its letters; mixed when the rarer one has more than a fifth."""
    cyrillic = sum(map(len, _CYRILLIC_RUN.findall(text)))
    latin = sum(map(len, _LATIN_RUN.findall(text)))
    if not cyrillic + latin:
        return ""
    if min(cyrillic, latin) > _MINORITY * (cyrillic + latin):
        return "mixed"
    return "Cyrl" if cyrillic > latin else "Latn"


def script_and_language(text: str) -> Guess:
    """Guess script and language group from the first 40,000 characters."""
    text = text[:_MOST].lower()
    script = script_of(text)
    words = Counter(_WORD.findall(text))
    if script == "Cyrl" or (script == "mixed" and not _best(words, _LATIN)):
        return Guess(script, _macedonian_or_serbian(text) or _best(words, _CYRILLIC))
    return Guess(script, _best(words, _LATIN))


def _macedonian_or_serbian(text: str) -> str:
    macedonian = sum(map(text.count, "ѓќѕ"))
    serbian = sum(map(text.count, "ђћ"))
    if macedonian == serbian:
        return ""
    return "mk" if macedonian > serbian else "hbs"


def _best(words: Counter[str], languages: dict[str, frozenset[str]]) -> str:
    total = words.total()
    if not total:
        return ""
    scores = {name: sum(words[word] for word in small) / total for name, small in languages.items()}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] >= _ENOUGH else ""
