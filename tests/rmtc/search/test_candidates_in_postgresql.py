"""Where more documents match than are scored exactly: everything is counted, and nothing is lost from page to page."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import Engine, delete

from rmtc.search.engines import postgresql_paging
from rmtc.search.engines.postgresql_tables import metadata
from rmtc.search.index import Document, Query, Result
from rmtc.search.postgresql_index import PostgresqlIndex

PUBLIC = frozenset({"public"})
QUERIES = (
    "azil", "azil povratak", "azil OR povratak", "povratak -azil", "azi*", "azila~", '"azil povratak"', "title:azil",
    "azil year:2004..2005", "azil OR povr*", '"azil povratak" OR smestaj',
)  # fmt: skip


def library() -> list[Document]:
    dice = Random(3)  # noqa: S311 - the same dice in every run
    words = ["azil", "povratak", "smestaj", "obuka", "plan"]
    return [
        Document(
            str(number), " ".join(dice.choices(words, k=3)), (" ".join(dice.choices(words, k=dice.randint(3, 60))),),
            access=PUBLIC, fields={"type": [str(number % 3)]}, published=date(2004, 1, 1) + timedelta(days=37 * number),
        )
        for number in range(80)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def index(index_database: Engine) -> Iterator[PostgresqlIndex]:
    with index_database.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))
    index = PostgresqlIndex(index_database)
    index.rebuild(library())
    yield index
    index.close()


def asked(index: PostgresqlIndex, text: str, **more: object) -> Result:
    return index.search(Query(text, PUBLIC, facets=("type",), **more))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", QUERIES)
def test_counts_and_scores_are_the_same_and_the_best_are_among_the_best(
    index: PostgresqlIndex, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = asked(index, text, limit=100)
    monkeypatch.setattr(postgresql_paging, "CANDIDATES", 20)
    roughly = asked(index, text, limit=10)
    assert (roughly.total, roughly.facets) == (exact.total, exact.facets)
    scores = {hit.id: hit.score for hit in exact.hits}
    assert all(hit.score == pytest.approx(scores[hit.id]) for hit in roughly.hits)
    assert len({hit.id for hit in roughly.hits} & {hit.id for hit in exact.hits[:20]}) >= min(5, exact.total)


@pytest.mark.parametrize("sort", ["newest", "title"])
def test_another_order_is_the_same_for_all(index: PostgresqlIndex, sort: str, monkeypatch: pytest.MonkeyPatch) -> None:
    exact = [(hit.id, hit.score) for hit in asked(index, "azil OR plan", sort=sort, limit=100).hits]
    monkeypatch.setattr(postgresql_paging, "CANDIDATES", 20)
    pages = [asked(index, "azil OR plan", sort=sort, limit=10, offset=start).hits for start in range(0, 100, 10)]
    found = [(hit.id, hit.score) for page in pages for hit in page]
    assert [each for each, _ in found] == [each for each, _ in exact]


def test_pages_beyond_the_candidates_go_on_to_the_last_match(
    index: PostgresqlIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_paging, "CANDIDATES", 20)
    total = asked(index, "azil").total
    assert total > 60
    assert len(asked(index, "azil", limit=total).hits) == total
    assert len(asked(index, "azil", limit=10, offset=total - 3).hits) == 3
