"""Judge the text layer of a document and repair what legacy fonts of the region did to it.

Two kinds can be repaired: YUSCII fonts, which draw č, ć, š, ž, đ in the places of ~ } { ` | (and their capitals), and a
shifted table (þ for č). Where a font dropped letters altogether, only recognising the pictures of the pages helps.
Tables and thresholds come from 286 official texts of the region, of which 20 were affected.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from library.intake.outcomes import Page
from library.intake.readers.languages import Guess, script_and_language
from library.intake.readers.normalising import count_broken, normalise

_YUSCII: Final = str.maketrans("^~]}[{@`\\|", "ČčĆćŠšŽžĐđ")
_SHIFTED: Final = str.maketrans("þýüÿ", "čČćđ")
_INSIDE_WORD: Final = re.compile(r"(?<=[^\W\d_])[~}{`|\]\[^@\\](?=[^\W\d_])")
_YUSCII_WORD: Final = re.compile(r"[^\W\d_~^{}\[\]@`|\\]*[~^{}\[\]@`|\\](?:[^\W\d_]|[~^{}\[\]@`|\\])*")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LETTERS_AND_DIGITS: Final = re.compile(r"[^\W_]+")
_ADDRESS: Final = re.compile(r"\S+@\S+\.\S+|\S+://\S+|www\.\S+")
_FEWEST: Final = 5
_PER_LETTER: Final = 0.002
_ENOUGH_LETTERS: Final = 1000
GOOD: Final = 0.6
"""A page of less quality is bad: text recognition may read it better."""
_REPAIRED: Final = 0.9
_WITHOUT_LETTERS: Final = 0.4
_FEW_LETTERS: Final = 8


@dataclass(frozen=True)
class Judgement:
    """The pages with cleaned and repaired text, the guess for the whole, and a reason code for the librarian."""

    pages: tuple[Page, ...]
    guess: Guess
    reason: str


def judge(raw: Sequence[str]) -> Judgement:
    """Clean, repair and rate the raw texts of all pages of a document."""
    texts = [normalise(text) for text in raw]
    whole = "\n".join(texts)
    guess = script_and_language(whole)
    repair = _repair_for(whole, guess)
    if repair:
        texts = [_repaired(text, repair) for text in texts]
        whole = "\n".join(texts)
        guess = script_and_language(whole)
    lost = _lost_letters(whole, guess)
    pages = tuple(
        _page(number, text, count_broken(source), repair, lost=lost)
        for number, (source, text) in enumerate(zip(raw, texts, strict=True), start=1)
    )
    return Judgement(pages, guess, reason_of(pages))


def _letters(text: str, kind: re.Pattern[str] = _LETTERS) -> int:
    return sum(map(len, kind.findall(text)))


def _repair_for(text: str, guess: Guess) -> str:
    """Name the repair a document needs, if any: a Latin text of the region with many wrong letters of one kind."""
    if guess.script != "Latn" or guess.language not in {"hbs", ""}:
        return ""
    enough = max(_FEWEST, _PER_LETTER * _letters(text))
    if len(_INSIDE_WORD.findall(_ADDRESS.sub(" ", text))) >= enough:
        return "yuscii"
    return "shifted" if text.count("þ") + text.count("ÿ") >= enough else ""


def _repaired(text: str, repair: str) -> str:
    if repair == "shifted":
        return text.translate(_SHIFTED)
    kept = {match.span() for match in _ADDRESS.finditer(text)}

    def mend(match: re.Match[str]) -> str:
        if any(begin <= match.start() < end for begin, end in kept):
            return match[0]
        return match[0].translate(_YUSCII) if any(map(str.isalpha, match[0])) else match[0]

    return _YUSCII_WORD.sub(mend, text)


def _lost_letters(text: str, guess: Guess) -> bool:
    """Tell whether č, ć and đ are missing from a text that does have š and ž."""
    letters = _letters(text)
    if guess != Guess("Latn", "hbs") or letters < _ENOUGH_LETTERS:
        return False
    small = text.lower()
    lost, kept = sum(map(small.count, "čćđ")), sum(map(small.count, "šž"))
    return lost < 0.0005 * letters and kept > 0.002 * letters


def _page(number: int, text: str, broken: int, repair: str, *, lost: bool) -> Page:
    letters = _letters(text)
    if letters < _FEW_LETTERS:
        return Page(number, text, 0.0, ("empty",))
    guess = script_and_language(text)
    visible = len("".join(text.split()))
    flags = []
    quality = max(0.0, 1 - 5 * broken / visible) * min(1.0, 2 * _letters(text, _LETTERS_AND_DIGITS) / visible)
    if broken:
        flags.append("broken_characters")
    if repair:
        flags.append(f"repaired_{repair}")
        quality = min(quality, _REPAIRED)
    if lost:
        flags.append("missing_letters")
        quality = min(quality, _WITHOUT_LETTERS)
    return Page(number, text, round(quality, 3), tuple(flags), guess.script, guess.language)


def reason_of(pages: Sequence[Page]) -> str:
    """Give the reason code for the pages of a document."""
    empty = sum("empty" in page.flags for page in pages)
    poor = sum(page.quality < GOOD for page in pages) - empty
    if empty == len(pages):
        return "no_text"
    if poor * 4 > len(pages) - empty:
        return "poor_text"
    # A blank page or a title picture is usual; more than that is worth a look.
    return "pages_without_text" if empty > 1 and empty * 4 > len(pages) else "ready"
