"""Similar words, fields, suggestions, corrections and related words, each only from what the asker may see."""

from datetime import date
from pathlib import Path
from string import ascii_lowercase

import pytest

from rmtc.search.engines.whoosh_view import View
from rmtc.search.folding import fold
from rmtc.search.index import Document, Query, SearchIndex
from rmtc.search.nearness import distance, within
from rmtc.search.snippets import Marker
from rmtc.search.whoosh_index import WhooshIndex
from tests.rmtc.search.conftest import MakeIndex

PUBLIC = frozenset({"public"})
STAFF = frozenset({"public", "staff"})


@pytest.fixture
def index(make_index: MakeIndex) -> SearchIndex:
    index = make_index()
    index.rebuild([
        Document("1", "Смештај избеглица", ("Смештај и храна",), creators=("Ана Петровић",), access=PUBLIC,
                 published=date(2019, 1, 1)),
        Document("2", "Smeštaj i rad", ("Boravak stranaca, azil",), creators=("Đorđe Anić",), access=PUBLIC,
                 published=date(2021, 1, 1), fields={"year": ["2023"]}),
        Document("3", "Smernice o poverljivom", ("Smernice, Petrović",), access=frozenset({"staff"}),
                 fields={"year": []}),
        Document("4", "Refugees", ("Asylum and protection",), language="en", access=PUBLIC),
    ])  # fmt: skip
    return index


def ids(index: SearchIndex, text: str, allowed: frozenset[str] = STAFF) -> str:
    return "".join(sorted(hit.id for hit in index.search(Query(text, allowed)).hits))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("smesatj~", "12"),
        ("smestaji~", "12"),
        ("smetaja~", ""),
        ("smetaja~2", "12"),
        ("azyl~", "2"),
        ("title:azil", ""),
        ("title:rad", "2"),
        ("title:smeštaja", "12"),
        ('title:"smeštaj izbeglica"', "1"),
        ('title:"smeštaj hrana"', ""),
        ("title:smer*", "3"),
        ("creator:petrovic", "1"),
        ("petrovic", "13"),
        ("creator:Djordje", "2"),
        ('аутор:"Ана Петровић"', "1"),
        ("creator:anc~", "12"),
        ("creator:anci~", "2"),
        ("year:2019", "1"),
        ("year:2019..2024", "12"),
        ("year:2021", ""),
        ("smestaj -creator:petrovic", "2"),
        ("smestaj -year:2019", "2"),
    ],
)
def test_similar_words_and_fields(index: SearchIndex, typed: str, found: str) -> None:
    assert ids(index, typed) == found


def test_suggestions_come_from_visible_documents_alone(index: SearchIndex) -> None:
    assert index.completions("smeš", PUBLIC) == ("smeštaj",)
    assert index.completions("sme", STAFF) == ("smeštaj", "smernice")
    assert index.completions("sme", frozenset()) == ()
    assert index.completions("poverlj", PUBLIC) == ()


def test_suggestions_keep_script_and_words_before(index: SearchIndex) -> None:
    assert index.completions("изб", PUBLIC) == ("избеглица",)
    assert index.completions("храна сме", PUBLIC) == ("храна смештај",)
    assert index.completions("azil sme", PUBLIC) == ("azil smeštaj",)
    assert index.completions("s", PUBLIC) == index.completions("", PUBLIC) == index.completions("azil ", PUBLIC) == ()


def test_misspelt_words_are_mended_from_visible_documents_alone(index: SearchIndex) -> None:
    assert index.correction(Query("smesatj izbeglica", PUBLIC)) == "smeštaj izbeglica"
    assert index.correction(Query("smernicee", STAFF)) == "smernice"
    assert index.correction(Query("smernicee", PUBLIC)) == ""
    assert index.correction(Query("smeštaj", PUBLIC)) == ""
    assert index.correction(Query('"smesatj" title:smesatj smesatj*', PUBLIC)) == ""


def test_words_of_hidden_documents_take_no_place_among_those_looked_at(make_index: MakeIndex) -> None:
    """However many begin alike or are near, and however often they stand there."""
    hidden = " ".join(f"brzovo{first}{last}" for first in ascii_lowercase for last in ascii_lowercase if first != "z")
    index = make_index()
    index.rebuild([
        Document("1", "Brzovozi", ("Voz",), access=PUBLIC),
        *(Document(f"{number}", "Tajna", (hidden,), access=frozenset({"staff"})) for number in (2, 3)),
    ])  # fmt: skip
    assert index.completions("brzo", PUBLIC) == ("brzovozi",)
    assert index.correction(Query("brzovoiz", PUBLIC)) == "brzovozi"
    assert "brzovozi" not in index.completions("brzo", STAFF)


def test_mending_looks_at_as_many_words_whether_a_hidden_one_is_near_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = WhooshIndex(tmp_path)
    index.rebuild([
        Document("1", "Borders and bridges", ("Kraj kruna kriva krov kratko krug",), access=PUBLIC),
        Document("2", "Krontovar", ("",), access=frozenset({"staff"})),
    ])  # fmt: skip
    looked_at: list[str] = []
    holders = View.holders
    monkeypatch.setattr(View, "holders", lambda view, word: (looked_at.append(word), holders(view, word))[1])

    def cost(typed: str) -> int:
        looked_at.clear()
        assert index.correction(Query(typed, PUBLIC)) == ""
        return len(looked_at)

    assert cost("krontovra") == cost("krelmipsu") > 0
    index.close()


def test_related_words_are_searched_at_less_weight_and_told(index: SearchIndex) -> None:
    related = {fold("azil"): ["asylum", "Азил"], fold("zaštita izbeglica"): ["refugees"]}

    def expand(text: str) -> list[str]:
        return related.get(text, [])

    result = index.search(Query("azil", PUBLIC, expand=expand))
    assert [hit.id for hit in result.hits] == ["2", "4"]
    assert result.hits[1].score < 0.6 * result.hits[0].score
    assert result.also == ("asylum",)
    assert [hit.id for hit in index.search(Query("zaštita izbeglica", PUBLIC, expand=expand)).hits] == ["4"]
    assert index.search(Query("azil -protection", PUBLIC, expand=expand)).total == 1
    assert index.search(Query("azil", PUBLIC)).also == ()
    assert ("Asylum", True) in Marker("azil", result.also).parts("Asylum and protection")


def test_tidying_leaves_one_segment_and_the_same_answers(index: SearchIndex) -> None:
    assert not index.tidy()
    for number in range(5):
        index.update([Document(f"n{number}", "Smeštaj", access=PUBLIC)])
    index.delete(["n0"])
    before = index.search(Query("smestaj", PUBLIC)).total
    assert index.tidy()
    assert index.status().segments == 1
    assert index.search(Query("smestaj", PUBLIC)).total == before == 6


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("azil", "azil", 0), ("azil", "azli", 1), ("azil", "azill", 1), ("azil", "azl", 1), ("azil", "asil", 1),
     ("azil", "asyl", 2), ("azil", "zail", 1), ("azil", "ailz", 2), ("smestaj", "smetaji", 2)],
)  # fmt: skip
def test_distance_between_words(one: str, other: str, edits: int) -> None:
    assert distance(one, other) == distance(other, one) == edits
    if one[0] == other[0]:
        assert [within(one, other, most) for most in (1, 2)] == [edits <= 1, edits <= 2]
