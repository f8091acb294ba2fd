"""What a disk or a person does to the files of an index is noticed, and a rebuild heals it."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from rmtc.search.index import Document, IndexDamaged, Query
from rmtc.search.whoosh_index import WhooshIndex

PUBLIC = frozenset({"public"})


def some(count: int) -> list[Document]:
    return [Document(str(number), f"azil {number}", ("azil tekst",), access=PUBLIC) for number in range(count)]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[WhooshIndex]:
    index = WhooshIndex(tmp_path)
    index.rebuild(some(30))
    index.update([Document("x", "smeštaj", access=PUBLIC)])
    yield index
    index.close()


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x20
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3])


@pytest.mark.parametrize("harm", [flip, cut, Path.unlink])
@pytest.mark.parametrize("ending", ["trm", "pst", "col", "cards", "toc"])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves files open when it fails
def test_a_changed_file_is_noticed_and_a_rebuild_heals_it(
    index: WhooshIndex, tmp_path: Path, ending: str, harm
) -> None:
    index.verify()
    files = (tmp_path / index.status().generation).glob(f"*.{ending}")
    harm(max(files, key=lambda path: path.stat().st_size))
    with pytest.raises(IndexDamaged):
        index.verify()
    index.rebuild(some(30))
    index.verify()
    assert index.search(Query("azil", PUBLIC)).total == 30
    gc.collect()


def test_changes_and_merges_keep_the_sums_true(index: WhooshIndex) -> None:
    for number in range(40):
        index.update([Document(f"n{number}", "azil", access=PUBLIC)])
    index.delete(["n1", "3"])
    index.verify()
    assert index.tidy()
    index.verify()


def test_files_without_sums_are_not_judged(index: WhooshIndex, tmp_path: Path) -> None:
    (tmp_path / index.status().generation / "sums.json").unlink()
    index.verify()
    index.update([Document("y", "azil", access=PUBLIC)])
    index.verify()
