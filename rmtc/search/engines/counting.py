"""Count the words of a document: what every engine indexes of its text."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rmtc.search.folding import WORD, fold_word
from rmtc.search.index import MOST_CHARACTERS, Document
from rmtc.search.stemming import chain_of, stem

YEAR: Final = "year"


@dataclass(frozen=True, slots=True)
class Counted:
    """The places of each word of a document, and how often each stem stands in the whole and in the title."""

    exact: Mapping[str, Sequence[int]]
    stem: Mapping[str, int]
    title: Mapping[str, int]
    lengths: Mapping[str, int]


def counted(document: Document) -> Counted:
    """Count the words of a document."""
    chain = chain_of(document.language)
    exact: dict[str, list[int]] = {}
    place = 0
    for text in texts(document):
        for key in keys(text):
            exact.setdefault(key, []).append(place)
            place += 1
    stems: dict[str, int] = {}
    for key, places in exact.items():
        stemmed = stem(key, chain)
        stems[stemmed] = stems.get(stemmed, 0) + len(places)
    titled = keys(document.title)
    title = Counter(stem(key, chain) for key in titled)
    return Counted(exact, stems, title, {"exact": place, "stem": place, "title": len(titled)})


def keys(text: str) -> list[str]:
    """Give the folded words of a text in order."""
    return [key for word in WORD.findall(text) if (key := fold_word(word))]


def texts(document: Document) -> Iterator[str]:
    """Give all texts of a document in which words are looked for, as far as they are indexed."""
    room = MOST_CHARACTERS
    for text in (document.title, *document.creators, document.about, *document.pages):
        yield text[:room]
        room -= len(text)
        if room <= 0:
            return


def years(document: Document) -> list[int]:
    """Give the first and the last year of a document: what its field says, or when it was published."""
    said = [int(value) for value in document.fields.get(YEAR, ()) if value.isascii() and value.isdigit()]
    if not said and YEAR not in document.fields and document.published:
        said = [document.published.year]
    return [min(said), max(said)] if said else []
