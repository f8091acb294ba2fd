import gc
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rmtc.search.engines.whoosh_folders import Generations
from rmtc.search.index import Document, IndexBusy, IndexDamaged, Query, SearchIndex
from rmtc.search.whoosh_index import WhooshIndex

PUBLIC = frozenset({"public"})
ALL = Query("", PUBLIC, limit=1000)


def some(count: int, word: str = "azil") -> Iterator[Document]:
    for number in range(count):
        yield Document(
            str(number), f"{word} {number}", (f"{word} tekst",), access=PUBLIC, fields={"type": [str(number % 3)]}
        )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def opened(folder: Path) -> Iterator[Callable[..., WhooshIndex]]:
    made: list[WhooshIndex] = []

    def open_index(**options: float) -> WhooshIndex:
        made.append(WhooshIndex(folder, **options))
        return made[-1]

    yield open_index
    for index in made:
        index.close()


def test_without_an_index_a_search_says_so_and_the_first_change_makes_one(
    folder: Path, opened: Callable[..., WhooshIndex]
) -> None:
    index = opened()
    with pytest.raises(IndexDamaged):
        index.search(ALL)
    index.update(some(2))
    assert index.search(ALL).total == 2


def test_an_empty_index_answers(folder: Path, opened: Callable[..., WhooshIndex]) -> None:
    index = opened()
    index.rebuild([])
    assert index.search(Query("azil", PUBLIC, facets=("type",))).facets == {"type": {}}
    assert index.status().documents == 0


def test_another_program_on_the_same_folder_sees_changes_and_rebuilds(
    folder: Path, opened: Callable[..., WhooshIndex]
) -> None:
    writing, reading = opened(), opened()
    writing.rebuild(some(3))
    assert reading.search(ALL).total == 3
    writing.update([Document("x", "Novo", access=PUBLIC)])
    assert reading.search(ALL).total == 4
    writing.rebuild(some(2))
    assert reading.search(ALL).total == 2


@pytest.mark.parametrize("ending", ["*.toc", "*.trm", "*.pst", "*.col", "*.cards", "*"])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves files open when it fails
def test_damage_is_noticed_and_a_rebuild_heals_it(
    folder: Path, opened: Callable[..., WhooshIndex], ending: str
) -> None:
    opened().rebuild(some(50))
    for path in (folder / "generation-000001").glob(ending):
        path.write_bytes(b"")
    index = opened()
    with pytest.raises(IndexDamaged):
        index.search(Query("azil", PUBLIC, facets=("type",)))
    index.rebuild(some(50))
    assert index.search(Query("azil", PUBLIC)).total == 50
    gc.collect()


@pytest.mark.parametrize(
    "pointer",
    ['{"folder": "../../etc", "version": 2}', "not json", "{}", '{"folder": "generation-000001", "version": 0}'],
)
def test_a_wrong_pointer_or_version_is_damage(folder: Path, opened: Callable[..., WhooshIndex], pointer: str) -> None:
    index = opened()
    index.rebuild(some(1))
    (folder / "current.json").write_text(pointer)
    with pytest.raises(IndexDamaged):
        index.search(ALL)


def test_a_rebuild_that_fails_leaves_the_old_index_in_use(folder: Path, opened: Callable[..., WhooshIndex]) -> None:
    index = opened()
    index.rebuild(some(3))

    def broken() -> Iterator[Document]:
        yield from some(2)
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        index.rebuild(broken())
    assert index.search(ALL).total == 3
    index.rebuild(some(4))
    assert index.search(ALL).total == 4


def test_old_generations_are_removed_but_the_last(folder: Path, opened: Callable[..., WhooshIndex]) -> None:
    index = opened()
    for count in range(4):
        index.rebuild(some(count))
    assert sorted(path.name for path in folder.glob("generation-*")) == ["generation-000003", "generation-000004"]


def test_a_second_writer_waits_and_then_gives_up(folder: Path, opened: Callable[..., WhooshIndex]) -> None:
    index = opened(patience=0.1)
    with Generations(folder, 2).writing(1), pytest.raises(IndexBusy):
        index.update(some(1))
    assert index.update(some(1)) == 1


def read_until(stop: threading.Event, index: SearchIndex, wrong: list[object]) -> None:
    while not stop.is_set():
        try:
            result = index.search(Query("azil", PUBLIC, facets=("type",), limit=100))
        except Exception as problem:  # noqa: BLE001 - whatever it is, the test must tell
            wrong.append(problem)
            return
        counted = sum(result.facets["type"].values())
        if not (result.total == len(result.hits) == counted == 60):
            wrong.append((result.total, len(result.hits), counted))


def test_readers_go_on_while_the_index_is_written_and_rebuilt(opened: Callable[..., WhooshIndex]) -> None:
    index = opened()
    index.rebuild(some(60))
    stop = threading.Event()
    wrong: list[object] = []
    readers = [threading.Thread(target=read_until, args=(stop, index, wrong)) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(12):
        index.update(some(5))
        if number % 4 == 0:
            index.rebuild(some(60))
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
