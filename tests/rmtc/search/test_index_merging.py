"""Merging beside changes: what is changed, deleted or rebuilt meanwhile stays so, and nothing piles up."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rmtc.search.engines import whoosh_merging
from rmtc.search.engines.whoosh_folders import Generations
from rmtc.search.engines.whoosh_merging import CROWDED
from rmtc.search.engines.whoosh_writing import MOST_SEGMENTS
from rmtc.search.index import Document, Query
from rmtc.search.whoosh_index import WhooshIndex

PUBLIC = frozenset({"public"})
AZIL = Query("azil", PUBLIC, facets=("type",), limit=1000)


def one(number: int, text: str = "azil") -> Document:
    return Document(f"n{number}", f"{text} {number}", access=PUBLIC, fields={"type": [str(number % 3)]}, stamp=text)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[WhooshIndex]:
    made = WhooshIndex(tmp_path / "index", patience=5)
    yield made
    made.close()


def crowd(index: WhooshIndex) -> None:
    """Change the index so often that merging is worth it."""
    index.rebuild([one(number) for number in range(100)])
    for number in range(100, 100 + CROWDED):
        index.update([one(number)])


def meanwhile(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> None:
    """Do something while segments are being merged."""
    original = whoosh_merging._written

    def beside(*given: Any) -> Any:
        written = original(*given)
        work()
        return written

    monkeypatch.setattr(whoosh_merging, "_written", beside)


def found(index: WhooshIndex) -> set[str]:
    result = index.search(AZIL)
    assert result.total == len(result.hits) == sum(result.facets["type"].values())
    return {hit.id for hit in result.hits}


def test_small_segments_are_merged_and_big_ones_left(index: WhooshIndex) -> None:
    crowd(index)
    folder = index.root / index.status().generation
    big = max(folder.glob("*.cards"), key=lambda path: path.stat().st_size)
    moment = big.stat().st_mtime_ns
    before = [(hit.id, hit.score) for hit in index.search(AZIL).hits]
    assert index.settle()
    assert index.status().segments == 2
    assert not index.settle()
    assert big.stat().st_mtime_ns == moment
    assert sorted(before) == sorted((hit.id, hit.score) for hit in index.search(AZIL).hits)
    assert not (index.root / "merging").exists()
    index.verify()


def test_what_is_changed_meanwhile_stays_changed(index: WhooshIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(index)

    def change() -> None:
        index.update([one(101, "azil novi"), one(500)])
        index.delete(["n102", "n3"])

    meanwhile(monkeypatch, change)
    assert index.settle()
    assert found(index) == {f"n{number}" for number in range(100 + CROWDED)} - {"n102", "n3"} | {"n500"}
    assert index.stamps()["n101"] == "azil novi"
    assert index.search(Query("novi", PUBLIC)).total == 1
    index.verify()
    index.close()
    assert len(found(index)) == 99 + CROWDED


def test_what_is_taken_away_meanwhile_is_not_put_back(index: WhooshIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(index)
    meanwhile(monkeypatch, lambda: index.delete([f"n{number}" for number in range(100, 100 + CROWDED)]))
    assert index.settle()
    assert found(index) == {f"n{number}" for number in range(100)}


def test_what_is_rebuilt_meanwhile_is_not_put_back(index: WhooshIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(index)
    meanwhile(monkeypatch, lambda: index.rebuild([one(7)]))
    assert not index.settle()
    assert found(index) == {"n7"}


def test_one_merges_at_a_time(index: WhooshIndex) -> None:
    crowd(index)
    with Generations(index.root, 0).merging() as apart:
        assert apart is not None
        assert not index.settle()
    assert index.settle()


def test_where_nobody_settles_changes_merge_in_the_end(index: WhooshIndex) -> None:
    index.rebuild([one(number) for number in range(100)])
    for number in range(100, 100 + 2 * MOST_SEGMENTS):
        index.update([one(number)])
        assert index.status().segments <= MOST_SEGMENTS + 1
    assert len(found(index)) == 100 + 2 * MOST_SEGMENTS
