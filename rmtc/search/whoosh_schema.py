"""What Whoosh keeps of a document, and how a typed query becomes a Whoosh query.

Three searchable fields: `exact` (folded words with positions), `stem` and `title` (stems). Everything for filters,
facets and sorting lies in one column per document, read once per segment. Text itself stays in the database. Raise
VERSION with every change here, in folding or in stemming: an index of another version is rebuilt.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from whoosh import query as wq
from whoosh.analysis import IDAnalyzer
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, TEXT, Schema

from rmtc.search.folding import WORD, fold, fold_word
from rmtc.search.index import MOST_CHARACTERS, Document
from rmtc.search.stemming import chain_of, stem, stems
from rmtc.search.syntax import Part, Phrase, Prefix, Wanted, Word

VERSION: Final = 1
ACCESS: Final = "\0access"
_EXACT_BOOST, _STEM_BOOST, _TITLE_BOOST = 1.0, 0.6, 2.0


def schema() -> Schema:
    """Make the schema; lists of words are given to the text fields, so the analyser is never run."""
    return Schema(
        id=ID(unique=True, stored=True),
        exact=TEXT(analyzer=IDAnalyzer(), phrase=True),
        stem=TEXT(analyzer=IDAnalyzer(), phrase=False),
        title=TEXT(analyzer=IDAnalyzer(), phrase=False),
        card=COLUMN(VarBytesColumn()),
    )


def _texts(document: Document) -> Iterator[str]:
    room = MOST_CHARACTERS
    for text in (document.title, document.about, *document.pages):
        yield text[:room]
        room -= len(text)
        if room <= 0:
            return


def _keys(text: str) -> list[str]:
    return [key for word in WORD.findall(text) if (key := fold_word(word))]


def row(document: Document) -> dict[str, Any]:
    """Give a document as the keyword arguments of Whoosh's add_document."""
    chain = chain_of(document.language)
    exact = [key for text in _texts(document) for key in _keys(text)]
    return {
        "id": document.id,
        "exact": exact,
        "stem": [stem(key, chain) for key in exact],
        "title": [stem(key, chain) for key in _keys(document.title)],
        "card": card(document),
    }


def card(document: Document) -> bytes:
    """Pack what filters, facets, sorting and comparison need."""
    fields = {name: list(values) for name, values in document.fields.items()} | {ACCESS: sorted(document.access)}
    day = document.published.toordinal() if document.published else 0
    return json.dumps([document.id, day, fold(document.title), document.stamp, fields], ensure_ascii=False).encode()


def _word(key: str) -> wq.Query:
    wanted = stems(key)
    found = [wq.Term("exact", key, boost=_EXACT_BOOST)]
    found += [wq.Term("stem", each, boost=_STEM_BOOST) for each in wanted]
    found += [wq.Term("title", each, boost=_TITLE_BOOST) for each in wanted]
    return wq.Or(found)


def _phrase(keys: Sequence[str]) -> wq.Query:
    return wq.Phrase("exact", list(keys)) if len(keys) > 1 else wq.Term("exact", keys[0])


def _part(part: Part) -> wq.Query:
    match part:
        case Word(key):
            return _word(key)
        case Prefix(key):
            return wq.Prefix("exact", key)
        case Phrase(keys):
            return _phrase(keys)


def compile_query(wanted: Wanted) -> tuple[wq.Query, wq.Query | None]:
    """Turn a parsed query into what must match (every document, if no word is wanted) and what must not.

    The two are run apart: Whoosh 2.7.4's AndNot lets some of the excluded documents through.
    """
    groups = [wq.Or([_part(part) for part in group]) if len(group) > 1 else _part(group[0]) for group in wanted.groups]
    positive: wq.Query = wq.And(groups) if groups else wq.Every()
    negative = wq.Or([_part(part) for part in wanted.without]).normalize() if wanted.without else None
    return positive.normalize(), negative
