"""Score a parsed query over a view, a term at a time with arrays; equal to stock Whoosh, which the tests compare with.

Words count once in each field (exact 1, stem 0.6, title 2), groups must all match, parts of a group add up.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np

from rmtc.search.engines.whoosh_cards import Flags, Numbers
from rmtc.search.engines.whoosh_following import meeting
from rmtc.search.engines.whoosh_segments import Segment
from rmtc.search.engines.whoosh_view import Found, Scores, View
from rmtc.search.expanding import Clause
from rmtc.search.index import Sort
from rmtc.search.nearness import distance, near, within
from rmtc.search.stemming import stems
from rmtc.search.syntax import InField, Part, Phrase, Prefix, Similar, Word, Years

EXACT_WEIGHT, STEM_WEIGHT, TITLE_WEIGHT = 1.0, 0.6, 2.0
ALSO_WEIGHT: Final = 0.4
MOST_SIMILAR: Final = 64


def scores_of(view: View, clauses: Sequence[Clause]) -> Scores:
    """Give every document's score: above 0 where all clauses match; 1 for every document without any clause."""
    if not clauses:
        return np.ones(view.size)
    return _all_of([_clause(view, clause) for clause in clauses])


def flags_of(view: View, parts: Iterable[Part]) -> Flags:
    """Flag the documents that match any of the parts."""
    flags = np.zeros(view.size, dtype=np.bool_)
    for part in parts:
        flags[_part(view, part)[0]] = True
    return flags


def page_of(view: View, scores: Scores, docs: Numbers, sort: Sort, last: int) -> Numbers:
    """Give the first `last` of the matching documents in the asked order; ties: newest, then best, then indexing."""
    days = -view.days[docs]
    firsts: dict[Sort, Numbers | Scores] = {"title": view.title_ranks[docs]} if sort == "title" else {}
    first = firsts.get(sort, days if sort == "newest" else -scores[docs])
    if 0 < last < len(docs):
        inside = first <= np.partition(first, last - 1)[last - 1]
        docs, first, days = docs[inside], first[inside], days[inside]
    return docs[np.lexsort((docs, -scores[docs], days, first))][:last]


def _all_of(dense: Sequence[Scores]) -> Scores:
    total = dense[0].copy()
    matching = total > 0
    for scores in dense[1:]:
        total += scores
        matching &= scores > 0
    total[~matching] = 0
    return total


def _clause(view: View, clause: Clause) -> Scores:
    scores = _all_of([_any_of(view, group) for group in clause.groups])
    return scores + ALSO_WEIGHT * _any_of(view, clause.also) if clause.also else scores


def _any_of(view: View, parts: Iterable[Part]) -> Scores:
    return _added(view, [_part(view, part) for part in parts])


def _added(view: View, found: Sequence[Found]) -> Scores:
    if not found:
        return np.zeros(view.size)
    docs, scores = (np.concatenate([each[side] for each in found]) for side in (0, 1))
    dense: Scores = np.bincount(docs.astype(np.int64), weights=scores, minlength=view.size).astype(
        np.float64, copy=False
    )
    return dense


def _part(view: View, part: Part) -> Found:
    match part:
        case Word(key):
            return _word(view, key)
        case Phrase(keys):
            return _phrase(view, keys)
        case Prefix(key):
            return _once(view, view.words_like(key))
        case Similar():
            return _similar(view, part)
        case InField(field, inner):
            return _in_field(view, field, inner)
        case Years(first, last):
            return _evenly((view.years[:, 0] <= last) & (view.years[:, 1] >= first))


def _joined(weighted: Sequence[tuple[float, Found]]) -> Found:
    docs = np.concatenate([found[0] for _, found in weighted])
    return docs, np.concatenate([weight * found[1] for weight, found in weighted])


def _word(view: View, key: str) -> Found:
    wanted = stems(key)
    return _joined(
        [
            (EXACT_WEIGHT, view.word("exact", key)),
            *((STEM_WEIGHT, view.word("stem", each)) for each in wanted),
            *((TITLE_WEIGHT, view.word("title", each)) for each in wanted),
        ]
    )


def _evenly(flags: Flags) -> Found:
    docs = np.flatnonzero(flags)
    return docs, np.ones(len(docs))


def _once(view: View, words: Iterable[str]) -> Found:
    """Find the documents that hold any of the words, each with the score 1."""
    flags = np.zeros(view.size, dtype=np.bool_)
    for word in words:
        flags[view.holders(word)] = True
    return _evenly(flags)


def _similar(view: View, part: Similar) -> Found:
    """Find words near the given one; the further away, the less they count."""
    counts = view.words_like(part.key[:1])
    ranked = sorted((distance(part.key, word), -counts[word], word) for word in near(part.key, counts, part.edits))
    found = [(0.8**edits, view.word("exact", word)) for edits, _, word in ranked[:MOST_SIMILAR]]
    return _joined(found) if found else _evenly(np.zeros(0, dtype=np.bool_))


def _phrase(view: View, keys: Sequence[str]) -> Found:
    found = [view.word("exact", key) for key in keys]
    if len(keys) == 1:
        return found[0]
    scores = _all_of([_added(view, [each]) for each in found])
    docs = _following(view, keys, (scores > 0) & view.alive)
    return docs, scores[docs]


def _following(view: View, keys: Sequence[str], wanted: Flags) -> Numbers:
    """Find those of the flagged documents in which the words follow one another, the rarest words first."""
    steps = sorted(enumerate(keys), key=lambda step: len(view.holders(step[1])))
    found = (
        _following_in(each, steps, wanted[each.offset : each.offset + each.size]) + each.offset
        for each in view.segments
    )
    return np.concatenate([np.zeros(0, dtype=np.int64), *found])


def _following_in(segment: Segment, steps: Sequence[tuple[int, str]], wanted: Flags) -> Numbers:
    (first, key), *others = steps
    standing = segment.standing(key, wanted)
    for step, other in others:
        if not len(standing.docs):
            break
        wanted = np.zeros(segment.size, dtype=np.bool_)
        wanted[standing.docs] = True
        standing = meeting(standing, segment.standing(other, wanted), step - first)
    return standing.docs


def _in_field(view: View, field: str, part: Word | Prefix | Similar | Phrase) -> Found:
    """Find a part in the title or the creators; a word of the title is also found by its stems."""
    if field == "title" and isinstance(part, Word):
        return _joined([(TITLE_WEIGHT, view.word("title", each)) for each in stems(part.key)])
    docs, scores = view.word("exact", part.key) if isinstance(part, Word) else _part(view, part)
    says = _saying(part)
    texts = view.titles if field == "title" else view.creators
    inside = np.fromiter((says(texts[doc]) for doc in docs.tolist()), dtype=np.bool_, count=len(docs))
    return docs[inside], scores[inside]


def _saying(part: Word | Prefix | Similar | Phrase) -> Callable[[str], bool]:
    """Make the test whether a folded text holds a part."""
    match part:
        case Similar(key, edits):
            return lambda text: any(within(key, word, edits) for word in text.split())
        case Prefix(key):
            pattern = rf"(?<!\S){re.escape(key)}"
        case Word(key):
            pattern = rf"(?<!\S){re.escape(key)}(?!\S)"
        case Phrase(keys):
            pattern = rf"(?<!\S){re.escape(' '.join(keys))}(?!\S)"
    found = re.compile(pattern).search
    return lambda text: found(text) is not None
