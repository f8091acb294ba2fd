"""What every engine shares of suggestions: the word that is being typed, how it is written, words to be mended."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from rmtc.search.folding import fold_word, has_cyrillic, words
from rmtc.search.syntax import OPERATORS, SHORTEST_PREFIX

SHORTEST_MENDED: Final = 4
_LAST_WORD: Final = re.compile(r"[^\W_]+$")
_PLAIN_WORD: Final = re.compile(r'(?<![\w"*~:.])[^\W\d_]+(?![\w"*~:.])')


def begun_word(typed: str) -> tuple[str, str, str]:
    """Split a typed text into what stands before its last word, this word, and its key; empty without any."""
    begun = _LAST_WORD.search(typed)
    key = fold_word(begun[0]) if begun else ""
    if begun is None or len(key) < SHORTEST_PREFIX:
        return typed, "", ""
    return typed[: begun.start()], begun[0], key


def written(key: str, titles: Iterable[str], *, like: str) -> str:
    """Give a word as a title writes it, in the typed script if one does; else its key."""
    spellings: list[str] = []
    for title in titles:
        spellings += [word.lower() for word in words(title) if fold_word(word) == key]
        if spellings and has_cyrillic(spellings[-1]) == has_cyrillic(like):
            return spellings[-1]
    return spellings[0] if spellings else key


def mended(typed: str, better: Callable[[str], str]) -> str:
    """Give the typed text with its plain words replaced where there is a better one; empty if there is none."""
    changed = False

    def mend(found: re.Match[str]) -> str:
        nonlocal changed
        word = better(found[0]) if found[0] not in OPERATORS else ""
        changed = changed or bool(word)
        return word or found[0]

    text = _PLAIN_WORD.sub(mend, typed)
    return text if changed else ""


def edits_for(key: str) -> int:
    """Give how many edits a word may be mended by."""
    return 1 if len(key) <= SHORTEST_MENDED + 1 else 2
