"""Keeping the search index equal to the database: compared by stamps, mended in batches, rebuilt when damaged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from library.finding.documents import documents
from library.resources.queries import published_stamps
from rmtc.config import Settings
from rmtc.db import Database, make_engine
from rmtc.search.index import Document, IndexDamaged, SearchIndex
from rmtc.search.postgresql_index import PostgresqlIndex
from rmtc.search.whoosh_index import WhooshIndex

BATCH: Final = 50


@dataclass(frozen=True)
class Difference:
    """The records whose documents are missing or old, and the documents whose records are gone."""

    stale: tuple[int, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.stale or self.gone)


@lru_cache(maxsize=8)
def _open(folder: Path) -> SearchIndex:
    return WhooshIndex(folder)


@lru_cache(maxsize=8)
def _open_shared(address: str) -> SearchIndex:
    # Statements are planned for the words at hand: a plan for any words would ignore how rare these are.
    return PostgresqlIndex(make_engine(address, pool_size=4, connect_args={"prepare_threshold": None}))


def index_of(settings: Settings) -> SearchIndex:
    """The search index of a site, opened once for each process."""
    if settings.search_engine == "postgresql":
        return _open_shared(settings.database)
    return _open(settings.data.absolute() / "index")


def index_answers(index: SearchIndex) -> bool:
    """Say whether the index can be asked."""
    try:
        index.status()
    except (IndexDamaged, OSError):
        return False
    return True


def difference(database: Database, index: SearchIndex) -> Difference:
    """Compare the index with the database; raises IndexDamaged."""
    known = index.stamps()
    with database.reading() as session:
        wanted = published_stamps(session)
    stale = tuple(number for number, stamp in wanted.items() if known.get(str(number)) != stamp)
    return Difference(stale, tuple(each for each in known if int(each) not in wanted))


def bring_up_to_date(database: Database, index: SearchIndex) -> int:
    """Mend what differs, in batches; returns how many documents were written or removed."""
    try:
        found = difference(database, index)
    except IndexDamaged:
        return rebuild(database, index)
    if found.gone:
        index.delete(found.gone)
    for batch in _batches(found.stale):
        index.update(_read(database, batch))
        index.settle()  # what was changed can be found already: nobody waits for this
    return len(found.stale) + len(found.gone)


def rebuild(database: Database, index: SearchIndex) -> int:
    """Build a fresh index from the database and swap it in; returns how many documents it holds."""
    with database.reading() as session:
        ids = sorted(published_stamps(session))

    def everything() -> Iterator[Document]:
        for batch in _batches(ids):
            yield from _read(database, batch)

    return index.rebuild(everything())


def _read(database: Database, ids: Sequence[int]) -> list[Document]:
    with database.reading() as session:
        return documents(session, ids)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
