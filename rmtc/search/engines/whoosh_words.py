"""Suggestions from the words of the index, only ever from documents that the asker may see.

A word that stands in hidden documents alone is neither shown nor counted nor lets another word come before.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

import numpy as np

from rmtc.search.engines.whoosh_cards import Flags, Numbers
from rmtc.search.engines.whoosh_view import View
from rmtc.search.folding import fold_word, words
from rmtc.search.nearness import distance, near
from rmtc.search.stemming import stems
from rmtc.search.suggesting import SHORTEST_MENDED, begun_word, edits_for, written
from rmtc.search.suggesting import mended as all_mended

_MOST_LOOKED_AT: Final = 400
_LEAST_LOOKED_AT: Final = 3
_MOST_TITLES: Final = 40


def completions(view: View, typed: str, seen: Flags, limit: int) -> tuple[str, ...]:
    """Suggest how the last word of a typed text may go on, the word of most visible documents first."""
    before, begun, key = begun_word(typed)
    if not key:
        return ()
    with_others = seen & _holding_all(view, words(before))
    ranked = _ranked(view, view.words_like(key), with_others)
    return tuple(before + written(word, _titles(view, word, docs), like=begun) for word, docs in ranked[:limit])


def _holding_all(view: View, others: Iterable[str]) -> Flags:
    """Flag the documents that hold the words typed before, in any of their forms."""
    flags = np.ones(view.size, dtype=np.bool_)
    for key in filter(None, map(fold_word, others)):
        holds = np.zeros(view.size, dtype=np.bool_)
        holds[view.word("exact", key)[0]] = True
        for each in stems(key):
            holds[view.word("stem", each)[0]] = True
        flags &= holds
    return flags


def _ranked(view: View, counts: dict[str, int], seen: Flags) -> list[tuple[str, Numbers]]:
    """Give the words of visible documents with these documents, those with most of them first.

    Words of hidden documents alone take no place among the many that are looked at.
    """
    found: list[tuple[str, Numbers]] = []
    for word in sorted(counts, key=lambda word: (-counts[word], word)):
        docs = view.holders(word)
        docs = docs[seen[docs]]
        if len(docs):
            found.append((word, docs))
        if len(found) == _MOST_LOOKED_AT:
            break
    return sorted(found, key=lambda each: (-len(each[1]), each[0]))


def _titles(view: View, key: str, docs: Numbers) -> Iterator[str]:
    """Give titles in which a word stands."""
    wanted = re.compile(rf"(?<!\S){re.escape(key)}(?!\S)")
    titled = [doc for doc in docs[:1000].tolist() if wanted.search(view.titles[doc])][:_MOST_TITLES]
    return (view.title(doc) for doc in titled)


def mended(view: View, typed: str, seen: Flags) -> str:
    """Give the typed text with words that no visible document holds replaced by near ones that some do."""
    return all_mended(typed, lambda word: _nearest(view, word, seen))


def _nearest(view: View, word: str, seen: Flags) -> str:
    """Find the nearest word of the visible documents; empty if the given one is there already, or none is near."""
    key = fold_word(word)
    if len(key) < SHORTEST_MENDED or _stands(view, key, seen):
        return ""
    counts = view.words_like(key[:1])
    alike = {each: counts[each] for each in near(key, counts, edits_for(key))}
    looked_at = _ranked(view, alike, seen)
    for other in islice(counts.keys() - alike.keys(), max(0, _LEAST_LOOKED_AT - len(alike))):
        view.holders(other)  # for nothing: a hidden word near the typed one costs no more than none
    ranked = sorted(looked_at, key=lambda each: (distance(key, each[0]), -len(each[1]), each[0]))
    return written(ranked[0][0], _titles(view, *ranked[0]), like=word) if ranked else ""


def _stands(view: View, key: str, seen: Flags) -> bool:
    found = [view.word("exact", key), *(view.word("stem", each) for each in stems(key))]
    return any(bool(seen[docs].any()) for docs, _ in found)
