"""Facets of collections and subjects count what stands under them, exactly, and only what the asker may see."""

import re

import pytest
from sqlalchemy import select

from library.collections.forms import CollectionForm, SubjectForm
from library.collections.models import Subject, SubjectLink
from library.collections.services import add_collection, add_subject
from tests.factories.library import make_record

WORD = "juniperberry"


@pytest.fixture
def trees(session):
    """Two levels of collections and three of subjects, one with a second broader one; a record in each."""
    for key, parent in (("laws", ""), ("acts", "laws"), ("orders", "laws"), ("papers", "")):
        add_collection(session, CollectionForm(key=key, titles={"en": key.title()}, parent=parent), by=None)
    for key, parent in (("migration", ""), ("return", "migration"), ("readmission", "return"), ("borders", "")):
        add_subject(session, SubjectForm(key=key, labels={"en": key}, parent=parent), by=None)
    numbers = {one.key: one.id for one in session.scalars(select(Subject))}
    session.add(SubjectLink(from_id=numbers["readmission"], kind="broader", to_id=numbers["borders"]))
    for place, topic, access in (
        ("laws", "migration", "public"), ("acts", "return", "public"), ("acts", "readmission", "staff"),
        ("orders", "readmission", "signed_in"), ("papers", "borders", "public"),
    ):  # fmt: skip
        title = f"{WORD} {place} {topic}"
        make_record(session, title, collections=[place], subjects=[topic], access=access)
    both = make_record(session, f"{WORD} twice", collections=["acts", "orders"], subjects=["return", "migration"])
    assert both.id


def facets(browser, more: str = ""):
    answer = browser.get(f"/api/v1/library/search?q={WORD}{more}").json()
    return answer["total"], answer["facets"]["collection"], answer["facets"]["subject"]


def test_what_stands_under_counts_once_and_within_ones_rights(trees, browse, cast, visitor, work) -> None:
    work()
    total, places, topics = facets(visitor)
    assert total == 4
    assert places == {"laws": 3, "acts": 2, "orders": 1, "papers": 1}
    assert topics == {"migration": 3, "return": 2, "borders": 1}
    assert facets(browse(cast.arta))[1:] == (
        {"laws": 4, "acts": 2, "orders": 2, "papers": 1},
        {"migration": 4, "return": 3, "readmission": 1, "borders": 2},
    )
    assert facets(browse(cast.elena))[1:] == (
        {"laws": 5, "acts": 3, "orders": 2, "papers": 1},
        {"migration": 5, "return": 4, "readmission": 2, "borders": 3},
    )


@pytest.mark.parametrize("who", ["visitor", "arta", "elena"])
def test_choosing_a_value_gives_as_many_as_it_counted(who, trees, browse, cast, work) -> None:
    work()
    browser = browse() if who == "visitor" else browse(getattr(cast, who))
    _total, places, topics = facets(browser)
    for name, counts in (("collection", places), ("subject", topics)):
        for key, count in counts.items():
            assert facets(browser, f"&{name}={key}")[0] == count, (name, key)
    assert f"{WORD} acts return" in browser.get("/library?collection=laws&subject=migration").text


def test_a_place_that_moves_takes_its_records_along(trees, browse, cast, visitor, work) -> None:
    work()
    elena = browse(cast.elena)
    elena.post("/desk/collections/acts", data={"key": "acts", "title_en": "Acts", "parent": "papers"})
    page = elena.get("/desk/subjects/return")
    assert page.status_code == 200
    elena.post("/desk/subjects/return", data={"key": "return", "label_en": "return", "parent": "borders"})
    work()
    _total, places, topics = facets(visitor)
    assert places == {"laws": 2, "acts": 2, "orders": 1, "papers": 3}
    assert topics == {"migration": 2, "return": 2, "borders": 3}


def numbers(page: str, address: str) -> dict[str, int]:
    """The numbers beside the names of a tree, by key."""
    begins = page.split(f'href="{address}/')[1:]
    return {
        one.split('"')[0]: int(count.group(1))
        for one in begins
        if (count := re.search(r">(\d+) records?<", one.split("</li>")[0]))
    }


@pytest.mark.parametrize("who", ["visitor", "arta", "elena"])
def test_the_trees_number_what_the_search_counts(who, trees, browse, cast, work) -> None:
    work()
    browser = browse() if who == "visitor" else browse(getattr(cast, who))
    _total, places, topics = facets(browser)
    page = browser.get("/library/collections")
    assert numbers(page.text, "/library/collections") == places
    assert len(browser.queries) <= 12
    assert numbers(browser.get("/library/subjects").text, "/library/subjects") == topics
    assert len(browser.queries) <= 12
    under = numbers(browser.get("/library/collections/laws").text, "/library/collections")
    assert under == {key: places[key] for key in ("acts", "orders") if key in places}


def test_the_desk_numbers_what_stands_in_a_collection_itself(trees, browse, cast) -> None:
    page = browse(cast.elena).get("/desk/collections").text
    line = page.split(">Laws<")[1].split("</tr>")[0]
    assert re.search(r">1<span", line)
