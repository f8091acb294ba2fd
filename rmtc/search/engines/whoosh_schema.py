"""What Whoosh keeps of a document.

Three searchable fields: `exact` (folded words with positions), `stem` and `title` (stems). Everything for filters,
facets and sorting lies in one column per document, read once per segment. Text itself stays in the database. Raise
VERSION with every change here, in folding or in stemming: an index of another version is rebuilt.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from whoosh.analysis import IDAnalyzer
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, TEXT, Schema

from rmtc.search.engines.whoosh_cards import YEAR
from rmtc.search.engines.whoosh_places import Places
from rmtc.search.folding import WORD, fold, fold_word
from rmtc.search.index import MOST_CHARACTERS, Document
from rmtc.search.stemming import chain_of, stem

VERSION: Final = 3
ACCESS: Final = "\0access"


def schema() -> Schema:
    """Make the schema; the words are counted here, so no analyser is ever run."""
    exact = TEXT(analyzer=IDAnalyzer(), phrase=True)
    exact.format = Places()
    return Schema(
        id=ID(unique=True, stored=True),
        exact=exact,
        stem=TEXT(analyzer=IDAnalyzer(), phrase=False),
        title=TEXT(analyzer=IDAnalyzer(), phrase=False),
        card=COLUMN(VarBytesColumn()),
    )


def _texts(document: Document) -> Iterator[str]:
    room = MOST_CHARACTERS
    for text in (document.title, *document.creators, document.about, *document.pages):
        yield text[:room]
        room -= len(text)
        if room <= 0:
            return


def _keys(text: str) -> list[str]:
    return [key for word in WORD.findall(text) if (key := fold_word(word))]


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as it is indexed: the places of each word, how often each stem stands in text and title."""

    id: str
    exact: Mapping[str, Sequence[int]]
    stem: Mapping[str, int]
    title: Mapping[str, int]
    lengths: Mapping[str, int]
    card: bytes


def entry(document: Document) -> Entry:
    """Count the words of a document."""
    chain = chain_of(document.language)
    exact: dict[str, list[int]] = {}
    place = 0
    for text in _texts(document):
        for key in _keys(text):
            exact.setdefault(key, []).append(place)
            place += 1
    stems: dict[str, int] = {}
    for key, places in exact.items():
        stemmed = stem(key, chain)
        stems[stemmed] = stems.get(stemmed, 0) + len(places)
    titled = _keys(document.title)
    title = Counter(stem(key, chain) for key in titled)
    lengths = {"exact": place, "stem": place, "title": len(titled)}
    return Entry(document.id, exact, stems, title, lengths, card(document))


def card(document: Document) -> bytes:
    """Pack what filters, facets, sorting, comparison and the query's fields need."""
    fields = {name: list(values) for name, values in document.fields.items()} | {ACCESS: sorted(document.access)}
    day = document.published.toordinal() if document.published else 0
    creators = "  ".join(map(fold, document.creators))
    row = [document.id, day, fold(document.title), document.stamp, fields, creators, _years(document), document.title]
    return json.dumps(row, ensure_ascii=False).encode()


def _years(document: Document) -> list[int]:
    """Give the first and the last year of a document: what its field says, or when it was published."""
    said = [int(value) for value in document.fields.get(YEAR, ()) if value.isascii() and value.isdigit()]
    if not said and YEAR not in document.fields and document.published:
        said = [document.published.year]
    return [min(said), max(said)] if said else []
