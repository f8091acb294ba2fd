"""However a word is written, it finds the same: `same_words.tsv` holds pairs of spellings, each with its language.

The columns: what the pair shows, a word, the language of a document with it, the other spelling, its language.
"""

from collections import Counter
from pathlib import Path

import pytest

from rmtc.search.index import Document, Query, SearchIndex
from tests.rmtc.search.conftest import MakeIndex

PUBLIC = frozenset({"public"})
TABLE = Path(__file__).with_name("same_words.tsv")
PAIRS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def index(make_index: MakeIndex) -> SearchIndex:
    """Every spelling in a document of its own, in its language."""
    index = make_index()
    index.rebuild(
        Document(f"{number}/{side}", f"nula {word} jedan", language=language, access=PUBLIC)
        for number, (_, *both) in enumerate(PAIRS)
        for side, (word, language) in enumerate((both[:2], both[2:]))
    )
    return index


def found(index: SearchIndex, text: str) -> set[str]:
    return {hit.id for hit in index.search(Query(text, PUBLIC, limit=1000)).hits}


@pytest.mark.parametrize("number", range(len(PAIRS)), ids=lambda number: f"{PAIRS[number][0]}-{number}")
def test_both_spellings_find_the_same(index: SearchIndex, number: int) -> None:
    _, one, _, other, _ = PAIRS[number]
    first, second = found(index, one), found(index, other)
    assert first == second, (one, other)
    assert {f"{number}/0", f"{number}/1"} <= first, (one, other)


def test_the_table_is_large_and_finds_no_strangers(index: SearchIndex) -> None:
    kinds = Counter(kind for kind, *_ in PAIRS)
    assert sum(kinds.values()) >= 200
    assert min(kinds.values()) >= 5, kinds
    assert len({one for _, one, *_ in PAIRS} | {other for _, _, _, other, _ in PAIRS}) >= 380
    most = max(PAIRS, key=lambda pair: len(found(index, pair[1])))
    assert len(found(index, most[1])) <= 20, most
