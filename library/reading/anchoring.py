"""Finding marked words again in a text that may have been read anew: by their letters, in one script, without marks.

Spaces, hyphens and the breaks of lines do not count. Where the words stand more than once, what stood around them
decides.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from library.reading.models import Highlight
from rmtc.search.folding import WORD, fold_word
from rmtc.search.snippets import Parts

NEAR: Final = 5
"""So many pages before and after its own are looked through for a highlight: a new version may have a new foreword."""
FAR: Final = 60
"""So many further pages are compared letter by letter where its words stand on none of those."""
MOSTLY: Final = 0.5
SHORT, MOST_WORDS = 3, 12
CONTEXT: Final = 40
"""So many letters around a place are compared."""

Span = tuple[int, int]


def letters(text: str) -> str:
    """The letters of a text as they are compared."""
    return "".join(map(fold_word, WORD.findall(text)))


@dataclass(frozen=True)
class PageText:
    """The text of a page, to look for words in."""

    text: str

    @cached_property
    def _words(self) -> list[tuple[str, int, int]]:
        return [(fold_word(one.group()), one.start(), one.end()) for one in WORD.finditer(self.text)]

    @cached_property
    def letters(self) -> str:
        """All its letters."""
        return "".join(key for key, _start, _end in self._words)

    @cached_property
    def lower(self) -> str:
        """It without capitals, to look for words as they are."""
        return self.text.casefold()

    def holds(self, wanted: str) -> bool:
        """Say whether these letters stand somewhere in it."""
        return bool(wanted) and wanted in self.letters

    def find(self, quote: str, prefix: str = "", suffix: str = "") -> Span | None:
        """Where the words stand (from, to, in characters of the text); the place whose surroundings fit best."""
        return self.best(quote, prefix, suffix)[1]

    def best(self, quote: str, prefix: str, suffix: str) -> tuple[float, Span | None]:
        """The same, and how much of the surroundings is as it was: 0 to 1, and 1 where nothing is known of them."""
        wanted = letters(quote)
        before, after = letters(prefix)[-CONTEXT:], letters(suffix)[:CONTEXT]
        best, fit, at = -1, -1, self.letters.find(wanted) if wanted else -1
        while at != -1:
            end = at + len(wanted)
            found = _same(self.letters[max(0, at - CONTEXT) : at][::-1], before[::-1])
            found += _same(self.letters[end : end + CONTEXT], after)
            if found > fit:
                best, fit = at, found
            at = self.letters.find(wanted, at + 1)
        if best < 0:
            return 0, None
        around = len(before) + len(after)
        return fit / around if around else 1, self._span(best, best + len(wanted))

    def _span(self, first: int, last: int) -> Span:
        """From the word that holds the first letter to the end of the one that holds the last."""
        begin, end, passed = None, 0, 0
        for key, start, stop in self._words:
            if begin is None and first < passed + len(key):
                begin = start
            passed += len(key)
            end = stop
            if passed >= last:
                break
        return begin or 0, end


def _same(one: str, other: str) -> int:
    """How many letters two texts share from their beginnings."""
    shared = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        shared += 1
    return shared


@dataclass(frozen=True)
class Placed:
    """A highlight and where its words stand now: page and characters of its text; None where they are not found."""

    highlight: Highlight
    page: int | None = None
    span: Span | None = None


def near(page: int) -> list[int]:
    """The pages to look at, the nearest first."""
    return [page, *(page + step * sign for step in range(1, NEAR + 1) for sign in (1, -1) if page + step * sign > 0)]


def place(highlight: Highlight, texts: Mapping[int, PageText], numbers: Iterable[int] = ()) -> Placed:
    """Find a highlight's words on its page, else on those near it (or on other pages, in the order given).

    The first page where most of the surroundings is as it was; where there is none, the page where most of it is.
    """
    found, fit = Placed(highlight), -1.0
    for number in numbers or near(highlight.page):
        if text := texts.get(number):
            fits, span = text.best(highlight.quote, highlight.prefix, highlight.suffix)
            if span and fits > fit:
                found, fit = Placed(highlight, number, span), fits
            if fit >= MOSTLY:
                break
    return found


def far(highlight: Highlight, texts: Mapping[int, PageText]) -> list[int]:
    """The other pages of a document worth a closer look: those that hold its words as they are, then the nearest.

    To compare letters costs a millisecond a page; to look for words as they are costs next to nothing.
    """
    words = [word for word in highlight.quote.casefold().split() if len(word) > SHORT][:MOST_WORDS]
    others = {number: texts[number].lower for number in texts.keys() - near(highlight.page)}
    held = {number: sum(word in text for word in words) for number, text in others.items()}
    return sorted(held, key=lambda number: (-held[number], abs(number - highlight.page)))[:FAR]


def parts_with(text: str, spans: list[Span]) -> Parts:
    """A text in parts, those within spans as hits; spans that overlap are one."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for first, last in sorted(spans):
        begin, end = max(first, at), max(last, at)
        parts += [(text[at:begin], False), (text[begin:end], True)]
        at = end
    return tuple(part for part in [*parts, (text[at:], False)] if part[0])
