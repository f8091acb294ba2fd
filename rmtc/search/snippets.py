"""Short extracts of a document around the words of a query, with the page each stands on.

Words are compared by their keys, so every script and spelling that finds a document is also marked in it.
Parts are plain text: the template escapes them and wraps the hits.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from rmtc.search.folding import WORD, fold_word, words_beginning
from rmtc.search.nearness import within
from rmtc.search.stemming import STEMMERS, shape, stem, stems
from rmtc.search.syntax import InField, Part, Phrase, Prefix, Similar, Word, parse

MOST_CHARACTERS = 1_000_000
"""So much of one document is looked through for snippets."""

Parts = tuple[tuple[str, bool], ...]
_Found = tuple[int, int, int]
_ALL_OF_ONE: Final = 1000
"""What one more of the wanted words counts beside mere repetitions."""


@dataclass(frozen=True)
class Snippet:
    """An extract of a page as (text, is a hit) parts; without a page, the start of a text without hits."""

    page: int | None
    parts: Parts


@dataclass
class Marker:
    """Decides which words of a text a query looks for, and those `also` searched; `number` tells them apart."""

    query: str
    also: Sequence[str] = ()
    _exact: dict[str, int] = field(default_factory=dict)
    _stems: dict[str, int] = field(default_factory=dict)
    _prefixes: dict[str, int] = field(default_factory=dict)
    _similar: dict[str, tuple[int, int]] = field(default_factory=dict)
    _known: dict[str, int | None] = field(default_factory=dict)
    _candidates: re.Pattern[str] = WORD
    _shapes: tuple[str, ...] = ()
    numbers: int = 0

    def __post_init__(self) -> None:
        parts = [*parse(self.query).parts(), *(part for text in self.also for part in parse(f'"{text}"').parts())]
        for part in parts:
            self._learn(part.part if isinstance(part, InField) else part)
        wanted = (*self._exact, *self._stems, *self._prefixes, *self._similar)
        self._shapes = tuple({"" if key in self._similar else shape(key) for key in wanted})
        self._candidates = words_beginning(frozenset(key[0] for key in wanted))  # no chain changes a first letter

    def _learn(self, part: Part) -> None:
        number = self.numbers
        self.numbers += len(part.keys) if isinstance(part, Phrase) else 1
        match part:
            case Word(key):
                self._exact[key] = number
                self._stems.update(dict.fromkeys(stems(key), number))
            case Prefix(key):
                self._prefixes[key] = number
            case Similar(key, edits):
                self._similar[key] = number, edits
            case Phrase(keys):
                self._exact.update((key, place) for place, key in enumerate(keys, number))

    def number(self, word: str) -> int | None:
        """Tell which part of the query a word of the text answers to, if any."""
        if word not in self._known:
            self._known[word] = self._look_up(fold_word(word))
        return self._known[word]

    def _look_up(self, key: str) -> int | None:
        if not shape(key).startswith(self._shapes):
            return None
        if key in self._exact:
            return self._exact[key]
        for chain in STEMMERS:
            if (number := self._stems.get(stem(key, chain))) is not None:
                return number
        for near, (number, edits) in self._similar.items():
            if within(near, key, edits):
                return number
        return next((number for prefix, number in self._prefixes.items() if key.startswith(prefix)), None)

    def found(self, text: str) -> list[_Found]:
        """Give start, end and number of every word of the text that the query looks for."""
        hits = []
        known = self._known
        for match in self._candidates.finditer(text):
            word = match[0]
            number = known[word] if word in known else self.number(word)
            if number is not None:
                hits.append((match.start(), match.end(), number))
        return hits

    def parts(self, text: str) -> Parts:
        """Split a short text, such as a title, into marked and unmarked parts."""
        return _split(text, 0, len(text), self.found(text))


def snippets(pages: Iterable[tuple[int, str]], marker: Marker, *, width: int = 240, most: int = 2) -> list[Snippet]:
    """Give the best extracts of (number, text) pages, most different words first, each of about `width` characters."""
    start = ""
    best: list[tuple[int, int, int, str, list[_Found]]] = []
    for number, text in _within_reach(pages):
        start = start or text[:width].strip()
        found = marker.found(text)
        if found:
            score, begin = _densest(found, width)
            best.append((-score, number, begin, text, found))
            if most == 1 and score >= marker.numbers * _ALL_OF_ONE:
                break  # everything stands together here: no later page has more
    if not best:
        return [Snippet(None, ((_one_line(start), False),))] if start else []
    best.sort(key=lambda each: each[:2])
    return [Snippet(number, _window(text, begin, width, found)) for _, number, begin, text, found in best[:most]]


def _within_reach(pages: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    room = MOST_CHARACTERS
    for number, text in pages:
        if room <= 0:
            return
        yield number, text[:room]
        room -= len(text)


def _densest(found: list[_Found], width: int) -> tuple[int, int]:
    """Find the window with most different wanted words, then with most words: score and start of its first hit."""
    best, at, first = 0, found[0][0], 0
    inside: dict[int, int] = {}
    for last, (_, end, number) in enumerate(found):
        inside[number] = inside.get(number, 0) + 1
        while end - found[first][0] > width and first < last:
            left = found[first][2]
            inside[left] -= 1
            if not inside[left]:
                del inside[left]
            first += 1
        score = len(inside) * _ALL_OF_ONE + min(last - first + 1, _ALL_OF_ONE - 1)
        if score > best:
            best, at = score, found[first][0]
    return best, at


def _window(text: str, hit: int, width: int, found: list[_Found]) -> Parts:
    begin = max(0, hit - width // 4)
    end = min(len(text), begin + width)
    begin = max(0, min(begin, end - width))
    if begin and (space := text.find(" ", begin, hit)) != -1:
        begin = space + 1
    if end < len(text) and (space := text.rfind(" ", hit + 1, end)) > begin:
        end = space
    parts = _split(text, begin, end, found)
    before = (("… ", False),) if begin else ()
    after = (("\N{NO-BREAK SPACE}…", False),) if end < len(text) else ()
    return (*before, *parts, *after)


def _split(text: str, begin: int, end: int, found: list[_Found]) -> Parts:
    parts: list[tuple[str, bool]] = []
    at = begin
    for start, stop, _ in found:
        if start < begin or stop > end:
            continue
        if start > at:
            parts.append((_one_line(text[at:start]), False))
        parts.append((text[start:stop], True))
        at = stop
    if at < end:
        parts.append((_one_line(text[at:end]), False))
    return tuple(parts)


def _one_line(text: str) -> str:
    """Turn line ends and runs of blanks into single spaces, keeping one at either end."""
    if not text.strip():
        return " " if text else ""
    return (" " if text[0].isspace() else "") + " ".join(text.split()) + (" " if text[-1].isspace() else "")
