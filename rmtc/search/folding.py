"""Fold text into search keys: one key for every script, spelling and typing habit of the region.

Keys are for the index and for queries only; stored and shown text is never folded.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_REST: Final = r"[^\W_]*(?:[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff\ufffe]+[^\W_]*)*"
WORD: Final = re.compile(rf"[^\W_]{_REST}")
"""A word: letters and digits, with combining marks, invisible hyphens and joiners inside."""

_SERBIAN: Final = "aа bб vв gг dд đђ eе žж zз iи jј kк lл ljљ mм nн njњ oо pп rр sс tт ćћ uу fф hх cц čч džџ šш"
_MACEDONIAN: Final = "gjѓ kjќ dzѕ eѐ iѝ"
# Letters of Russian, Bulgarian and Ukrainian turn up in names and quotations.
_OTHER_CYRILLIC: Final = "jй eё štщ yы eэ juю jaя ь ъ iі iї eє gґ uў"
_CYRILLIC: Final = {pair[-1]: pair[:-1] for pair in f"{_SERBIAN} {_MACEDONIAN} {_OTHER_CYRILLIC}".split()}
_LATIN: Final = {pair[0]: pair[1:] for pair in ("đd", "ðd", "łl", "øo", "æae", "œoe", "ıi", "ǵgj", "ḱkj", "þth")}
_KEY: Final = str.maketrans(_CYRILLIC | _LATIN)
_LATIN_KEY: Final = str.maketrans(_LATIN)

_TWINS: Final = dict(zip("ABCEHIJKMOPSTXYaceijopsxy", "АВСЕНІЈКМОРЅТХУасеіјорѕху", strict=True))
_TO_CYRILLIC: Final = str.maketrans(_TWINS | {"k": "к", "m": "м", "t": "т"})
_TO_LATIN: Final = str.maketrans({cyrillic: latin for latin, cyrillic in _TWINS.items()})
_DJ: Final = re.compile("dj+")
_FIRST_CYRILLIC, _LAST_CYRILLIC = "\u0400", "\u052f"


def _is_cyrillic(letter: str) -> bool:
    return _FIRST_CYRILLIC <= letter <= _LAST_CYRILLIC


def has_cyrillic(word: str) -> bool:
    """Whether a word holds Cyrillic letters."""
    return any(map(_is_cyrillic, word))


def has_mixed_scripts(word: str) -> bool:
    """Whether Cyrillic and Latin letters stand in the same word (text typed or scanned with look-alike letters)."""
    cyrillic = sum(map(_is_cyrillic, word))
    return bool(cyrillic) and any(letter.isalpha() and letter <= "\u024f" for letter in word)


def unmix(word: str) -> str:
    """Give a mixed word back in the one script it was meant in; letters without a twin decide, then the majority.

    Where such letters of both scripts stand in it, somebody changed the keyboard in the middle: it stays as it is.
    """
    if not has_mixed_scripts(word):
        return word
    cyrillic = [letter for letter in word if _is_cyrillic(letter)]
    latin = [letter for letter in word if letter.isalpha() and letter <= "\u024f"]
    sure_cyrillic = sum(ord(letter) not in _TO_LATIN for letter in cyrillic)
    sure_latin = sum(ord(letter) not in _TO_CYRILLIC for letter in latin)
    if sure_cyrillic and sure_latin:
        return word
    meant_cyrillic = (sure_cyrillic, len(cyrillic)) >= (sure_latin, len(latin))
    return word.translate(_TO_CYRILLIC if meant_cyrillic else _TO_LATIN)


@lru_cache(maxsize=200_000)
def fold_word(word: str) -> str:
    """Fold one word: one script, lower case, Latin letters, no diacritics, đ = dj = d; empty if nothing is left."""
    plain = unicodedata.normalize("NFKC", word).replace("\u00ad", "").replace("\ufffe", "")
    if plain.isascii():
        return _DJ.sub("d", plain.lower())
    latin = unicodedata.normalize("NFC", unmix(plain).casefold()).translate(_KEY)
    bare = "".join(filter(str.isalnum, unicodedata.normalize("NFKD", latin.translate(_LATIN_KEY))))
    return _DJ.sub("d", bare.translate(_KEY))  # a decomposed letter may be Cyrillic again


@lru_cache(maxsize=1)
def _first_letters() -> dict[str, set[str]]:
    """Give the letters a word may begin with, by the first letter of its key; a look-alike may mean its twin."""
    letters: dict[str, set[str]] = {}
    for start, end in ((0x30, 0x250), (0x400, 0x530), (0x1E00, 0x1F00), (0xFB00, 0xFB07), (0xFF10, 0xFF5B)):
        for letter in filter(str.isalnum, map(chr, range(start, end))):
            for meant in {letter, letter.translate(_TO_CYRILLIC), letter.translate(_TO_LATIN)}:
                letters.setdefault(fold_word(meant)[:1], set()).add(letter)
    return letters


@lru_cache(maxsize=500)
def words_beginning(firsts: frozenset[str]) -> re.Pattern[str]:
    """Make the pattern of words whose keys may begin with one of these letters, to pass over all others quickly."""
    letters = _first_letters()
    if not firsts <= letters.keys():
        return WORD
    beginning = "".join(sorted({re.escape(letter) for first in firsts for letter in letters[first]}))
    if not beginning:
        return re.compile("(?!)")
    # The letter comes first and what stands before it is looked at then: so the text is run through for letters alone.
    return re.compile(rf"[{beginning}](?<![^\W_][{beginning}]){_REST}")


def words(text: str) -> list[str]:
    """Give the words of a text as they stand, in order."""
    return WORD.findall(text)


def fold(text: str) -> str:
    """Fold a whole text into its keys, separated by single spaces."""
    return " ".join(filter(None, map(fold_word, WORD.findall(text))))
