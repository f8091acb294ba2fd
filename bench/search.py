"""Measure the search index: `python bench/search.py [--engine postgresql] [NUMBER OF DOCUMENTS ...]`.

Prints rate and size of the index, the time until a change is visible, and p50/p95 of eight kinds of queries, each a
page of ten hits with snippets, exact total and four facets; beside a fixed piece of work on the same machine. For
PostgreSQL (`bench/engines.py`) processor times are those of this process alone, without the server's.
"""

import argparse
import hashlib
import resource
import statistics
import time
from collections.abc import Callable
from functools import partial

from engines import ENGINES, an_index
from generated import PUBLIC, Generated

from rmtc.search.index import Query, SearchIndex
from rmtc.search.snippets import Marker, snippets

KINDS = ("common", "rare", "and", "or", "phrase", "prefix", "fuzzy", "fielded")
FACETS = ("kind", "language", "subject", "year")
RUNS = 40
CHANGES = 100


def reference() -> float:
    """A fixed piece of work: hashing 40 MB, in CPU milliseconds."""
    started = time.process_time()
    digest = hashlib.sha256()
    for _ in range(40):
        digest.update(bytes(1_000_000))
    return (time.process_time() - started) * 1000


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU milliseconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def quantiles(figures: list[float]) -> str:
    ordered = sorted(figures)
    return f"{statistics.median(ordered):7.1f} {ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]:7.1f}"


def page(index: SearchIndex, text: str, filters: dict[str, frozenset[str]]) -> None:
    result = index.search(Query(text, PUBLIC, filters, facets=FACETS))
    marker = Marker(text)
    for hit in result.hits:
        snippets(enumerate(_pages[hit.id], start=1), marker, most=1)


_pages: dict[str, tuple[str, ...]] = {}


def measure(count: int, engine: str) -> None:
    library = Generated()
    documents = list(library.documents(count))
    text = sum(len(page.encode()) for each in documents for page in each.pages)
    _pages.update({each.id: tuple(each.pages) for each in documents})
    with an_index(engine) as make:
        index = make()
        wall, cpu = timed(lambda: index.rebuild(documents))
        size = index.status().size_bytes
        print(f"\n{count} documents, {text / 1e6:.1f} MB of text; reference work {reference():.0f} ms CPU")
        print(f"build   {count / wall * 1000:.0f} documents/s, {count / cpu * 1000:.0f} a CPU second")
        print(f"size    {size / 1e6:.1f} MB, {size / text:.2f} x text")
        index.close()
        index = make()
        wall, cpu = timed(lambda: index.search(Query("", PUBLIC)))
        print(f"open    {wall:.0f} ms wall, {cpu:.0f} ms CPU")
        print(f"{'kind':9} {'wall p50':>7} {'p95':>7}   {'cpu p50':>7} {'p95':>7}  hits")
        for kind in KINDS:
            filters = {"kind": frozenset({"report", "law"})} if kind == "fielded" else {}
            queries = library.queries(kind, RUNS)
            figures = [timed(partial(page, index, text, filters)) for text in queries]
            hits = [index.search(Query(text, PUBLIC, filters)).total for text in queries]
            cold = quantiles([wall for wall, _ in figures]), quantiles([cpu for _, cpu in figures])
            print(f"{kind:9} {cold[0]}   {cold[1]}  {statistics.median(hits):.0f}")
        changes, settling = [], 0.0
        for number in range(count, count + CHANGES):
            changes.append(timed(partial(index.update, [library.document(number)])))
            settling += timed(index.settle)[1]
        walls, cpus = (quantiles([each[side] for each in changes]) for side in (0, 1))
        longest = max(cpu for _, cpu in changes)
        print(
            f"visible {walls} ms wall, {cpus} ms CPU after an update of one document (p50, p95), longest {longest:.0f}"
        )
        print(f"settle  {settling / CHANGES:.0f} ms CPU for each of {CHANGES} changes, after they were visible")
        wall, cpu = timed(index.tidy)
        print(f"tidy    {wall / 1000:.1f} s wall, {cpu / 1000:.1f} s CPU")
        index.close()
    print(f"memory  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most, the texts included")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--engine", choices=ENGINES, default="whoosh")
    options.add_argument("documents", nargs="*", type=int, default=[100, 1000, 10_000])
    given = options.parse_args()
    for number in given.documents:
        measure(number, given.engine)
