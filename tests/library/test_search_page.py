"""The search page: scripts, filters, empty states, bad addresses, query counts."""

import pytest
from lxml import html
from sqlalchemy import insert

from library.collections.forms import CollectionForm, SubjectForm
from library.collections.services import add_collection, add_subject
from library.resources.models import AccessLevel, Resource, ResourceState
from rmtc.clock import now
from tests.factories.library import make_record, take_text

PAIRS = [
    ("избеглице", "izbeglice"),
    ("Лoкaлни", "локални"),  # with Latin letters inside
    ("šifra", "sifra"),
    ("Đorđe", "Djordje"),
    ("izbjeglice", "избеглице"),
]


def titles(page) -> list[str]:
    return [
        " ".join(each.text_content().split()) for each in html.fromstring(page.text).xpath("//li[@class='hit']//h3")
    ]


def test_an_empty_library_says_so(visitor) -> None:
    page = visitor.get("/library")
    assert page.status_code == 200
    assert "There is nothing on the shelves yet" in page.text


def test_words_of_the_text_are_found_with_their_page(visitor, session, site, work) -> None:
    taken = take_text(session, site, "The local council keeps a list of seasonal workers.", language="en")
    work()

    page = visitor.get("/library?q=seasonal+workers")

    assert titles(page) == ["note"]
    assert "<mark>seasonal</mark>" in page.text
    assert f"/library/{taken.resource.id}/read?q=seasonal+workers#page=1" in page.text
    assert len(visitor.queries) <= 12


@pytest.mark.parametrize(("typed", "written"), PAIRS)
def test_every_script_and_spelling_finds_the_same(visitor, session, work, typed: str, written: str) -> None:
    make_record(session, f"Збирка: {written} и други", language="sr-Cyrl")
    make_record(session, "Sasvim nešto drugo", language="sr-Latn")
    work()

    found = [titles(visitor.get("/library", params={"q": word})) for word in (typed, written)]

    assert found[0] == found[1]
    assert len(found[0]) == 1


def test_filters_narrow_count_and_can_be_taken_out(visitor, session, work) -> None:
    add_collection(session, CollectionForm(key="acquis", titles={"en": "EU acquis"}), by=None)
    add_subject(session, SubjectForm(key="asylum", labels={"en": "asylum", "sr-Cyrl": "азил"}), by=None)
    make_record(session, "Return law", kind="law", collections=["acquis"], subjects=["asylum"], year=2008)
    make_record(session, "Return report", kind="report", language="sq", year=2020)
    work()

    page = visitor.get("/library?q=return&kind=law")

    assert titles(page) == ["Return law"]
    assert "Law or standard" in page.text
    assert 'value="report"' in page.text, "the other kind is still offered, with what it would give"
    assert "EU acquis" in page.text
    assert "Asylum" in page.text
    assert len(visitor.queries) <= 12
    assert titles(visitor.get("/library?q=return&from=2010")) == ["Return report"]
    assert titles(visitor.get("/library?q=return&to=2010")) == ["Return law"]
    assert titles(visitor.get("/library?q=return&language=sq")) == ["Return report"]
    assert titles(visitor.get("/library?collection=acquis")) == ["Return law"]
    assert len(titles(visitor.get("/library?q=return&kind=law&kind=report"))) == 2
    nothing = visitor.get("/library?q=return&kind=video")
    assert "Nothing was found" in nothing.text
    assert "Search without filters" in nothing.text


@pytest.mark.parametrize(
    "query",
    ["q=%22", "q=((((", "q=*", "q=-", "q=OR+OR", "q=" + "a" * 5000, "q=%00", "page=-1", "page=99999999999999999999",
     "page=x", "sort=nonsense", "from=abc&to=99999", "kind=&language=%F0%9F%A6%86", "q=%D0%B0%CC%81*"],
)  # fmt: skip
def test_no_query_breaks_the_page(visitor, session, work, query: str) -> None:
    make_record(session, "A law of 2008")
    work()
    assert visitor.get(f"/library?{query}").status_code == 200


def test_the_page_behind_the_last_is_the_last(visitor, session, work) -> None:
    for number in range(11):
        make_record(session, f"Paper {number}")
    work()
    assert len(titles(visitor.get("/library?q=paper&page=9"))) == 1
    assert len(titles(visitor.get("/library?q=paper"))) == 10


def test_titles_are_in_their_language_and_nothing_typed_is_markup(visitor, session, work) -> None:
    make_record(session, "<b>Закон</b> о азилу", language="sr-Cyrl")
    work()
    page = visitor.get("/library", params={"q": "закон <script>alert(1)</script>"})
    assert "<script>alert" not in page.text
    page = visitor.get("/library?q=zakon")
    assert 'lang="sr-Cyrl">&lt;b&gt;<mark>Закон</mark>' in page.text


def test_a_thousand_records_cost_no_more_queries(visitor, session, work) -> None:
    moment = now()
    row = {
        "kind": "report", "state": ResourceState.PUBLISHED, "access": AccessLevel.PUBLIC, "titles": {}, "abstracts": {},
        "abstract": "Figures of one year.", "language": "en", "created_at": moment, "changed_at": moment,
        "published_at": moment, "number": "", "publisher": "", "licence": "", "proofread": True, "withdrawn_reason": "",
    }  # fmt: skip
    counts = []
    for many in (10, 990):
        session.execute(insert(Resource), [{**row, "title": f"Migration figures {many}-{n}"} for n in range(many)])
        make_record(session, f"One more of {many}")
        work()
        assert len(titles(visitor.get("/library?q=figures"))) == 10
        counts.append(len(visitor.queries))
    assert counts[1] <= counts[0] <= 12, "more records, no more queries (the first page also fills caches)"


def test_a_damaged_index_is_said_and_healed(visitor, session, site, work, break_index) -> None:
    make_record(session, "Healing")
    work()
    break_index()
    answer = visitor.get("/library?q=healing")
    assert answer.status_code == 503
    assert "The search is being prepared" in answer.text

    make_record(session, "Another")
    work()

    assert titles(visitor.get("/library?q=healing")) == ["Healing"]
