"""Search without pause while documents are added and the index is rebuilt.

`python bench/beside.py [DOCUMENTS] [SECONDS]`: four readers, first as threads of one process, then as processes of
their own; beside them two changes a second, and one rebuild with its swap. Prints queries a second, p50/p95, and what
went wrong: errors, and answers in which documents were missing that are never taken away. Exits with 1 if anything did.
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.synchronize import Barrier
from pathlib import Path

from generated import PUBLIC, Generated

from rmtc.search.index import Document, Query, SearchIndex
from rmtc.search.whoosh_index import WhooshIndex

READERS = 4
SPAWN = multiprocessing.get_context("spawn")
KINDS = ("common", "rare", "and", "or", "prefix")
FACETS = ("kind", "language", "subject", "year")
Told = tuple[list[float], list[str]]
_EVERYBODY: dict[str, Barrier] = {}


def kept(count: int) -> Iterator[Document]:
    """The documents that are there at every moment."""
    yield from Generated().documents(count)
    for number in range(50):
        yield Document(f"kept{number}", "alwaysthere", access=PUBLIC, fields={"kind": ["law"]})


def read(index: SearchIndex, until: float, turn: int) -> Told:
    """Ask until a moment; gives milliseconds of each answer, and what went wrong."""
    library = Generated()
    queries = [text for kind in KINDS for text in library.queries(kind, 20)][turn::READERS]
    took, wrong, asked = [], [], 0
    while time.time() < until:
        asked += 1
        text = queries[asked % len(queries)] if asked % 5 else "alwaysthere"
        started = time.perf_counter()
        try:
            result = index.search(Query(text, PUBLIC, facets=FACETS))
        except Exception as problem:  # noqa: BLE001 - whatever it is, it is told
            wrong.append(repr(problem))
            continue
        took.append((time.perf_counter() - started) * 1000)
        if text == "alwaysthere" and not result.total == result.facets["kind"]["law"] == 50:
            wrong.append(f"{result.total} of 50 were found")
    return took, wrong


def _read_apart(arguments: tuple[str, float, int]) -> Told:
    folder, seconds, turn = arguments
    _EVERYBODY["here"].wait()
    return read(WhooshIndex(Path(folder)), time.time() + seconds, turn)


def _meet(everybody: Barrier) -> None:
    """Keep what processes wait at for each other: starting one takes long beside other work."""
    _EVERYBODY["here"] = everybody


def write(index: SearchIndex, count: int, until: float) -> int:
    """Change the index twice a second; in the middle rebuild it once."""
    library, changes = Generated(), 0
    middle = time.time() + (until - time.time()) / 3
    while time.time() < until:
        index.update([library.document(count + changes)])
        changes += 1
        if middle and time.time() > middle:
            index.rebuild(kept(count))
            middle = 0
        time.sleep(0.5)
    return changes


def told(name: str, answers: list[Told], seconds: float, changes: int) -> bool:
    took = sorted(each for some, _ in answers for each in some)
    wrong = [each for _, some in answers for each in some]
    print(
        f"{name:10} {len(took) / seconds:7.0f} queries/s   p50 {took[len(took) // 2]:6.1f}   "
        f"p95 {took[int(len(took) * 0.95)]:6.1f}   longest {took[-1]:6.0f} ms   {changes} changes, 1 rebuild   "
        f"{len(wrong)} wrong"
    )
    for each in wrong[:5]:
        print("   ", each)
    return not wrong and bool(changes)


def threads(folder: str, count: int, seconds: float) -> bool:
    index, answers, everybody = WhooshIndex(Path(folder)), list[Told](), SPAWN.Barrier(READERS + 1)
    work: list[Callable[[], None]] = [
        lambda turn=turn: (everybody.wait(), answers.append(read(index, time.time() + seconds, turn)))
        for turn in range(READERS)
    ]
    running = [threading.Thread(target=each) for each in work]
    for each in running:
        each.start()
    with SPAWN.Pool(1, _meet, (everybody,)) as pool:
        changes = pool.apply(_write_apart, ((folder, count, seconds),))
    for each in running:
        each.join()
    index.close()
    return told("threads", answers, seconds, changes)


def _write_apart(arguments: tuple[str, int, float]) -> int:
    folder, count, seconds = arguments
    _EVERYBODY["here"].wait()
    return write(WhooshIndex(Path(folder)), count, time.time() + seconds)


def processes(folder: str, count: int, seconds: float) -> bool:
    with SPAWN.Pool(READERS + 1, _meet, (SPAWN.Barrier(READERS + 1),)) as pool:
        writer = pool.apply_async(_write_apart, ((folder, count, seconds),))
        answers = pool.map(_read_apart, [(folder, seconds, turn) for turn in range(READERS)], chunksize=1)
        changes = writer.get()
    return told("processes", answers, seconds, changes)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("documents", nargs="?", type=int, default=10_000)
    options.add_argument("seconds", nargs="?", type=float, default=60)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = WhooshIndex(Path(folder))
        index.rebuild(kept(given.documents))
        index.close()
        print(f"{given.documents} documents, {READERS} readers, {os.cpu_count()} cores")
        well = [each(folder, given.documents, given.seconds) for each in (threads, processes)]
    return int(not all(well))


if __name__ == "__main__":
    sys.exit(main())
