"""What Whoosh keeps of a document.

Three searchable fields: `exact` (folded words with positions), `stem` and `title` (stems). Everything for filters,
facets and sorting lies in cards, read once per segment. Text itself stays in the database. Raise
VERSION with every change here, in folding or in stemming: an index of another version is rebuilt.
"""

from typing import Final

from whoosh.analysis import IDAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.formats import Existence

from rmtc.search.engines.counting import years
from rmtc.search.engines.whoosh_card_files import Card
from rmtc.search.engines.whoosh_places import Places
from rmtc.search.folding import fold
from rmtc.search.index import Document

VERSION: Final = 5
ACCESS: Final = "\0access"


def schema() -> Schema:
    """Make the schema; the words are counted here, so no analyser is ever run."""
    exact = TEXT(analyzer=IDAnalyzer(), phrase=True)
    exact.format = Places()
    counted = [TEXT(analyzer=IDAnalyzer(), phrase=False) for _ in range(2)]
    for field in counted:
        field.format = Existence()  # how often a document holds a word is its weight, and need not be kept twice
    return Schema(
        id=ID(unique=True),
        exact=exact,
        stem=counted[0],
        title=counted[1],
    )


def card(document: Document) -> Card:
    """Gather what filters, facets, sorting, comparison and the query's fields need."""
    fields = {**document.fields, ACCESS: sorted(document.access)}
    day = document.published.toordinal() if document.published else 0
    creators = "  ".join(map(fold, document.creators))
    title = document.title
    return Card(document.id, day, fold(title), document.stamp, fields, creators, years(document), title)
