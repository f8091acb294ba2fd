"""Related words: the names that a topic of the thesaurus, and those right under it, have in every language."""

from collections.abc import Sequence

from library.collections.queries import terms_of
from rmtc.db import ReadSession
from rmtc.search.expanding import Expand, clauses_of
from rmtc.search.folding import fold_word, words
from rmtc.search.syntax import parse

LONGEST = 4
"""Words of the longest term that is looked up."""


def related_words(session: ReadSession, text: str) -> Expand:
    """What else the words and terms (folded) of a query are called; looked up at once for the whole query."""
    keys = [key for key in map(fold_word, words(text)) if key]
    runs = {" ".join(keys[at : at + length]) for at in range(len(keys)) for length in range(1, LONGEST + 1)}
    known = terms_of(session, sorted(runs)) if runs else {}

    def expand(term: str) -> Sequence[str]:
        return known.get(term, ())

    return expand


def knows_related(text: str, expand: Expand) -> bool:
    """Say whether related words would widen the search for a text."""
    return bool(clauses_of(parse(text), expand)[1])
