from dataclasses import replace
from datetime import date

import pytest

from rmtc.search.index import Document, Query, SearchIndex
from tests.rmtc.search.conftest import MakeIndex

PUBLIC = frozenset({"public"})
STAFF = frozenset({"public", "staff"})
PLAN = Document(
    "1", "Лoкaлни акциони план за избеглице", ("Општина Кладово и њени избеглице",), language="sr-Cyrl",
    published=date(2017, 1, 1), fields={"type": ["plan"], "topic": ["refugees", "idps"]}, access=PUBLIC, stamp="a",
)  # fmt: skip
LAW = Document(
    "2", "Zaštita izbjeglica", ("Povratnici po readmisiji", "u Bosni i Hercegovini"), language="bs",
    published=date(2019, 5, 1), fields={"type": ["law"]}, access=frozenset({"staff"}), stamp="b",
)  # fmt: skip
REPORT = Document(
    "3", "Refugees and returnees", ("Protection of refugees in Serbia",), about="Đorđe Petrović", language="en",
    published=date(2020, 1, 1), fields={"type": ["report"], "topic": ["refugees"]},
    access=frozenset({"public", "course:7"}),
)  # fmt: skip


@pytest.fixture
def index(make_index: MakeIndex) -> SearchIndex:
    index = make_index()
    index.rebuild([PLAN, LAW, REPORT])
    return index


def ids(index: SearchIndex, text: str, allowed: frozenset[str] = STAFF, **more: object) -> list[str]:
    return [hit.id for hit in index.search(Query(text, allowed, **more)).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["избеглице", "izbeglica", "IZBJEGLICE", "избjеглицама", "izbjeglicom"])
def test_scripts_and_spellings_find_the_same(index: SearchIndex, typed: str) -> None:
    assert set(ids(index, typed)) == {"1", "2"}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lokalni", {"1"}),
        ("refugee", {"3"}),
        ("Djordje", {"3"}),
        ('"akcioni plan"', {"1"}),
        ('"plan akcioni"', set()),
        ("izb*", {"1", "2"}),
        ("izbeglice -readmisiji", {"1"}),
        ("izbeglice kladovo", {"1"}),
        ("refugee OR kladovo", {"1", "3"}),
        ("-refugee", {"1", "2"}),
        ("", {"1", "2", "3"}),
        ("?!", set()),
        ("nepostojeće", set()),
        ("bosna OR bosni hercegovini", {"2"}),
    ],
)
def test_what_people_type(index: SearchIndex, typed: str, found: set[str]) -> None:
    assert set(ids(index, typed)) == found


def test_hits_total_and_facets_count_only_what_the_asker_may_see(index: SearchIndex) -> None:
    query = Query("izbeglice OR refugees", PUBLIC, facets=("type", "topic"), limit=1)
    result = index.search(query)
    assert result.total == 2
    assert len(result.hits) == 1
    assert result.facets == {"type": {"plan": 1, "report": 1}, "topic": {"refugees": 2, "idps": 1}}
    assert index.search(replace(query, allowed=frozenset())).total == 0
    assert index.search(replace(query, allowed=STAFF)).facets["type"] == {"law": 1, "plan": 1, "report": 1}
    assert index.search(replace(query, allowed=frozenset({"course:7"}))).hits[0].id == "3"


def test_filters_are_any_of_in_a_field_and_all_of_across(index: SearchIndex) -> None:
    assert set(ids(index, "", filters={"type": frozenset({"plan", "law"})})) == {"1", "2"}
    assert ids(index, "", filters={"type": frozenset({"plan", "law"}), "topic": frozenset({"refugees"})}) == ["1"]
    assert ids(index, "", filters={"nothing": frozenset({"x"})}) == []


def test_orders_and_pages(index: SearchIndex) -> None:
    assert ids(index, "", sort="newest") == ["3", "2", "1"]
    assert ids(index, "", sort="title") == ["1", "3", "2"]
    assert ids(index, "", sort="newest", limit=1, offset=1) == ["2"]
    assert ids(index, "", offset=10) == []


def test_a_word_of_the_title_outweighs_one_of_the_text(index: SearchIndex) -> None:
    index.update([Document("4", "Smeštaj", ("azil azil",), access=PUBLIC), Document("5", "Azil", (), access=PUBLIC)])
    assert ids(index, "azil") == ["5", "4"]


def test_changes_are_visible_at_once_and_replace(index: SearchIndex) -> None:
    assert index.update([replace(REPORT, title="Unaccompanied children", pages=()), replace(PLAN, stamp="c")]) == 2
    assert ids(index, "refugees") == []
    assert ids(index, "unaccompanied child OR children") == ["3"]
    index.delete(["2", "unknown"])
    assert set(ids(index, "")) == {"1", "3"}
    assert index.stamps() == {"1": "c", "3": ""}
    assert index.status().documents == 2


def test_the_same_document_twice_in_a_batch_counts_once(index: SearchIndex) -> None:
    index.update([replace(PLAN, title="Prvi"), replace(PLAN, title="Drugi")])
    assert ids(index, "prvi") == []
    assert ids(index, "drugi") == ["1"]
    assert index.status().documents == 3


def test_many_small_changes_do_not_pile_up_segments(index: SearchIndex) -> None:
    for number in range(40):
        index.update([Document(f"n{number}", "Novi azil", access=PUBLIC)])
        index.settle()
        assert index.status().segments <= 16
    assert index.search(Query("azil", PUBLIC)).total == 40
