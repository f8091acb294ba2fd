"""Segments written our way and read by stock Whoosh: nothing is lost or moved, whichever way they came together."""

import random
from pathlib import Path
from typing import Any

import pytest

from rmtc.search.engines import whoosh_contents, whoosh_postings
from rmtc.search.engines.whoosh_contents import NAME, Folder
from rmtc.search.folding import fold
from rmtc.search.index import Document, Query
from rmtc.search.whoosh_index import WhooshIndex
from tests.rmtc.search.stock import ids_of
from tests.rmtc.search.test_scorer_oracle import PUBLIC, corpus, vocabulary

Held = dict[tuple[str, bytes], dict[str, Any]]


def held(folder: Path) -> Held:
    """Every word of an index with the documents that hold it: how often, and where."""
    found: Held = {}
    with Folder(str(folder)).open_index(NAME).searcher() as searcher:
        ids = ids_of(searcher)
        for field, text in searcher.reader().all_terms():
            matcher = searcher.postings(field, text)
            documents: dict[str, Any] = {}
            while matcher.is_active():
                places = matcher.value_as("positions") if field == "exact" else None
                documents[ids[matcher.id()]] = (matcher.weight(), places)
                matcher.next()
            if documents:
                found[field, text] = documents
    return found


@pytest.mark.parametrize("block", [20, 128, 2048])
def test_stock_whoosh_reads_every_word_at_its_place(
    block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_postings, "BLOCK", block)
    dice = random.Random(5)  # noqa: S311 - the same dice in every run
    documents = corpus(dice, vocabulary(dice, 60), 300)
    index = WhooshIndex(tmp_path)
    index.rebuild(documents)
    words = held(tmp_path / index.status().generation)
    index.close()
    assert max(len(each) for each in words.values()) > 128, "longer than two of the blocks"
    for document in documents:
        text = fold(" ".join((document.title, *document.pages))).split()
        for word in set(text):
            places = [place for place, each in enumerate(text) if each == word]
            assert words["exact", word.encode()][document.id] == (len(places), places)


@pytest.mark.parametrize("block", [20, 2048])
def test_merged_segments_hold_what_one_would(block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whoosh_postings, "BLOCK", block)
    dice = random.Random(6)  # noqa: S311 - the same dice in every run
    documents = corpus(dice, vocabulary(dice, 200), 260)
    kept = [each for number, each in enumerate(documents) if number % 7]
    gone = [each.id for number, each in enumerate(documents) if not number % 7]

    whole, pieces = WhooshIndex(tmp_path / "whole"), WhooshIndex(tmp_path / "pieces")
    whole.rebuild(kept)
    pieces.rebuild(documents[:50])
    for start in range(50, 260, 5):
        pieces.update(documents[start : start + 5])
    pieces.update([Document("0", "another text altogether"), *documents[1:9]])
    pieces.delete(gone)
    for index in (whole, pieces):
        index.update([Document("empty", "")])
    assert pieces.tidy()

    one, other = (held(index.root / index.status().generation) for index in (whole, pieces))
    assert one == other
    assert pieces.status().segments == 1
    for index in (whole, pieces):
        index.close()


def test_a_small_table_of_words_lies_compressed_and_a_large_one_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(7)  # noqa: S311 - the same dice in every run
    documents = corpus(dice, vocabulary(dice, 2000), 200)
    small, large = WhooshIndex(tmp_path / "small"), WhooshIndex(tmp_path / "large")
    for index, most in ((small, 8_000_000), (large, 1000)):
        monkeypatch.setattr(whoosh_contents, "PACKED", (0, most))
        index.rebuild(documents)
        index.update([Document("one more", "word", access=PUBLIC)])

    one, other = (held(index.root / index.status().generation) for index in (small, large))
    assert one == other
    assert table(small) < table(large) / 2
    for text in ("word", documents[0].title, f"{documents[1].title[:3]}*", f'"{documents[2].title}"', "missing"):
        found = [index.search(Query(text, PUBLIC, limit=300)) for index in (small, large)]
        assert found[0].hits == found[1].hits
    for index in (small, large):
        index.close()


def table(index: WhooshIndex) -> int:
    """Bytes of the tables of words of an index."""
    return sum(path.stat().st_size for path in index.root.glob("generation-*/*.trm"))
