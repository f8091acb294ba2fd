"""Feeds: what is new, what a search finds, the catalogue; the public part and nothing else."""

import pytest
from lxml import etree

from library.resources.forms import WithdrawalForm
from library.resources.models import AccessLevel
from library.resources.services import withdraw_resource
from tests.factories.library import make_pdf, make_record, take_file

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(answer):
    root = etree.fromstring(answer.content)
    return {one.findtext(f"{ATOM}title"): one for one in root.iter(f"{ATOM}entry")}


def test_the_feed_has_what_is_new_and_public(visitor, session, site, tmp_path) -> None:
    take_file(session, site, make_pdf(tmp_path / "a.pdf", ["A page."]), language="en", title="With a file")
    older = make_record(session, "Повратници", language="sr-Cyrl", creators=["Hoxha, Arta"], abstract="О људима.")
    make_record(session, "Hidden", access=AccessLevel.STAFF)
    make_record(session, "Draft", publish=False)
    gone = make_record(session, "Gone")
    withdraw_resource(session, gone, WithdrawalForm(reason="Asked"), by=None)
    session.commit()

    answer = visitor.get("/feeds/library.atom")

    found = entries(answer)
    assert list(found) == ["Повратници", "With a file"]
    one = found["Повратници"]
    assert one.findtext(f"{ATOM}id") == f"http://127.0.0.1:8000/library/{older.id}"
    assert one.findtext(f"{ATOM}author/{ATOM}name") == "Hoxha, Arta"
    assert one.findtext(f"{ATOM}summary") == "О људима."
    assert one.find(f"{ATOM}link[@rel='alternate']") is not None
    assert found["With a file"].find(f"{ATOM}link[@rel='enclosure']").get("type") == "application/pdf"
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert len(visitor.queries) <= 12


def test_a_feed_of_a_search_never_depends_on_who_asks(browse, cast, session, work) -> None:
    make_record(session, "Seasonal work in the valley")
    make_record(session, "Seasonal work behind the door", access=AccessLevel.STAFF)
    make_record(session, "Something else")
    work()

    answer = browse(cast.elena).get("/feeds/library.atom?q=seasonal")

    assert list(entries(answer)) == ["Seasonal work in the valley"]
    assert "/library?q=seasonal" in answer.text
    assert "/feeds/library.atom?q=seasonal" in browse().get("/library?q=seasonal").text


@pytest.mark.parametrize("query", ["", "?q=paper"])
def test_the_catalogue_offers_files_and_a_way_to_search(visitor, session, site, work, tmp_path, query) -> None:
    take_file(session, site, make_pdf(tmp_path / "a.pdf", ["A page."]), language="en", title="A paper")
    make_record(session, "A paper without a file")
    make_record(session, "A paper behind the door", access=AccessLevel.SIGNED_IN)
    work()

    answer = visitor.get(f"/feeds/library.opds{query}")

    feed = answer.json()
    assert answer.headers["content-type"].startswith("application/opds+json")
    found = {one["metadata"]["title"]["en"]: one for one in feed["publications"]}
    assert set(found) == {"A paper", "A paper without a file"}
    first = found["A paper"]["links"][0]
    assert (first["rel"], first["type"]) == ("http://opds-spec.org/acquisition/open-access", "application/pdf")
    assert visitor.get(first["href"]).status_code == 200
    assert visitor.get(found["A paper"]["images"][0]["href"]).headers["content-type"] == "image/webp"
    assert {link["rel"] for link in feed["links"]} == {"self", "search"}
    assert all({link["rel"] for link in one["links"]} >= {"alternate"} for one in found.values())


def test_an_empty_library_has_feeds(visitor) -> None:
    assert entries(visitor.get("/feeds/library.atom")) == {}
    assert visitor.get("/feeds/library.opds").json()["navigation"]
    assert visitor.get("/feeds/library.opds?page=9999").status_code == 200


def test_a_long_catalogue_comes_in_parts(visitor, session) -> None:
    for number in range(51):
        make_record(session, f"Record {number}")

    first = visitor.get("/feeds/library.opds").json()
    following = next(link["href"] for link in first["links"] if link["rel"] == "next")

    titles = [
        one["metadata"]["title"]["en"]
        for part in (first, visitor.get(following).json())
        for one in part["publications"]
    ]
    assert len(set(titles)) == 51
