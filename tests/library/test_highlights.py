"""Highlights: made by hand or with the mouse, found again after a new reading, one's own alone."""

import json

import pytest
from sqlalchemy import select, update

from library.reading.anchoring import PageText
from library.reading.models import Highlight
from library.reading.own_data import erase_highlights
from library.resources.forms import WithdrawalForm
from library.resources.models import ResourcePage
from library.resources.services import add_file, add_version, withdraw_resource
from rmtc.files.services import keep_file
from rmtc.files.store import open_store
from tests.factories.library import make_pdf, take_file, take_read_text, take_text

TEXT = "Registri beleže ulaske. Ulasci se broje na granici, a izlasci se broje u luci."


@pytest.fixture
def taken(session, site, work):
    """A record whose one page is TEXT."""
    found = take_read_text(session, site, TEXT, name="note.txt", title="Entries and exits", language="sr-Latn")
    work()
    return found


def marks(session) -> list[Highlight]:
    session.expire_all()
    return list(session.scalars(select(Highlight).order_by(Highlight.id)))


def test_words_are_marked_noted_and_taken_away(browse, session, cast, taken) -> None:
    browser, base = browse(cast.arta), f"/library/{taken.resource.id}"
    assert "Nothing is marked in this document yet" in browser.get(f"{base}/read").text

    typed = {"page": "1", "quote": " улазе  се броје ", "note": "x", "file": "note.txt", "version": "0"}
    refused = browser.post(f"{base}/highlights", data=typed)
    assert refused.status_code == 422
    assert "These words do not stand on page 1." in refused.text
    assert "улазе  се броје" in refused.text

    answer = browser.post(f"{base}/highlights", data=typed | {"quote": "se broje  NA granici", "note": "Who counts?"})
    assert answer.url.path == f"{base}/read"
    assert "The place is marked." in answer.text
    assert "Who counts?" in answer.text
    assert "<mark>se broje na granici</mark>" in answer.text
    browser.get(f"{base}/read")
    assert len(browser.queries) <= 12
    (mark,) = marks(session)
    assert (mark.quote, mark.prefix, mark.suffix) == (
        "se broje NA granici", "Registri beleže ulaske. Ulasci", ", a izlasci se broje u luci.",
    )  # fmt: skip

    page = browser.get(f"/library/highlights/{mark.id}")
    assert "Who counts?" in page.text
    assert "Ask the border police" in browser.post(
        f"/library/highlights/{mark.id}", data={"note": "Ask the border police"}
    ).text  # fmt: skip
    assert browser.post(f"/library/highlights/{mark.id}", data={"note": "x" * 4001}).status_code == 422
    assert "Nothing is marked yet" in browser.post(f"/library/highlights/{mark.id}/removal").text


def test_a_cyrillic_quotation_finds_the_latin_page(browse, session, cast, taken) -> None:
    browser, base = browse(cast.arta), f"/library/{taken.resource.id}"
    browser.post(f"{base}/highlights", data={"page": "1", "quote": "Изласци се броје у луци"})
    assert "<mark>izlasci se broje u luci</mark>" in browser.get(f"{base}/read").text


def test_the_surroundings_tell_equal_words_apart(browse, session, cast, taken) -> None:
    browser, base = browse(cast.arta), f"/library/{taken.resource.id}"
    browser.post(f"{base}/highlights", data={"page": "1", "quote": "se broje", "prefix": "a izlasci", "suffix": "u l"})
    assert "izlasci <mark>se broje</mark> u luci" in browser.get(f"{base}/read").text
    text = PageText("Ово је киломе-\nтара далеко. Километара нема.")
    assert text.find("километара нема") is not None
    span = text.find("километара", "", "далеко")
    assert span is not None and text.text[slice(*span)] == "киломе-\nтара"
    assert text.find("—") is None


def test_marks_outlive_a_new_reading_and_say_when_they_are_lost(browse, session, cast, site, work, tmp_path) -> None:
    path = make_pdf(tmp_path / "two.pdf", ["First page about borders.", "Second page about seasonal work."])
    found = take_file(session, site, path, language="en", title="Two pages")
    work()
    browser, base = browse(cast.arta), f"/library/{found.resource.id}"
    browser.post(f"{base}/highlights", data={"page": "2", "quote": "seasonal work"})
    places = browser.get(f"{base}/highlights").json()["highlights"]
    assert [(one["page"], one["quote"]) for one in places] == [(2, "seasonal work")]

    session.execute(update(ResourcePage).where(ResourcePage.number == 2).values(text="Second page: sea-\nsonal work"))
    session.commit()
    assert browser.get(f"{base}/highlights").json()["highlights"][0]["page"] == 2

    newer = make_pdf(tmp_path / "newer.pdf", ["A foreword.", "First page about borders.", "About seasonal work."])
    version = add_version(session, found.resource, by=None)
    kept = keep_file(session, open_store(site.settings), newer)
    add_file(session, found.resource, version, kept, "newer.pdf", by=None)
    session.commit()
    work()
    assert browser.get(f"{base}/highlights").json()["highlights"][0]["page"] == 3
    assert 'data-places="' in browser.get(f"{base}/read").text

    session.execute(update(ResourcePage).values(text="Something else."))
    session.commit()
    assert browser.get(f"{base}/highlights").json()["highlights"] == []
    assert "Not found in this version (was on page 2)" in browser.get(f"{base}/read").text


def test_highlights_are_ones_own(browse, visitor, session, cast, site, taken) -> None:
    base = f"/library/{taken.resource.id}"
    browse(cast.arta).post(f"{base}/highlights", data={"page": "1", "quote": "Registri"})
    (mark,) = marks(session)
    for path in (f"/library/highlights/{mark.id}", f"/library/highlights/{mark.id}/removal"):
        assert browse(cast.elena).post(path, data={"note": "mine"}).status_code == 404
        assert visitor.post(path, data={"note": "mine"}).status_code == 401
        crossed = browse(cast.arta).post(path, data={"note": ""}, headers={"sec-fetch-site": "cross-site"})
        assert crossed.status_code == 403
    assert browse(cast.ada).get(f"/library/highlights/{mark.id}").status_code == 404
    assert "Registri" not in browse(cast.elena).get(f"{base}/highlights").text
    assert "kept-place" not in browse(cast.elena).get(f"{base}/read").text
    for path in ("/library/highlights", f"/library/highlights/{mark.id}", "/library/highlights/export.md"):
        assert visitor.get(path).url.path == "/sign-in"
    assert "data-highlights" not in visitor.get(f"{base}/read").text
    assert visitor.post(f"{base}/highlights", data={"page": "1", "quote": "Registri"}).status_code == 401
    closed = take_text(session, site, "Closed words.", name="c.txt", access="staff").resource
    refused = browse(cast.arta).post(f"/library/{closed.id}/highlights", data={"page": "1", "quote": "Closed"})
    assert refused.status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"page": "0", "quote": "Registri"},
        {"page": "x", "quote": "Registri"},
        {"page": "2", "quote": "Registri"},
        {"page": "1", "quote": "  "},
        {"page": "1", "quote": "— …"},
        {"page": "1", "quote": "x" * 1001},
        {"page": "9" * 30, "quote": "Registri", "version": "x"},
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(browse, session, cast, taken, wrong) -> None:
    answer = browse(cast.arta).post(f"/library/{taken.resource.id}/highlights", data=wrong | {"note": "My note"})
    assert answer.status_code in {404, 422}
    assert answer.status_code == 404 or "My note" in answer.text
    assert marks(session) == []


def test_they_can_be_taken_along_and_go_with_the_person(browse, session, cast, taken) -> None:
    browser = browse(cast.arta)
    browser.post(f"/library/{taken.resource.id}/highlights", data={"page": "1", "quote": "Registri", "note": "A note"})
    text = browser.get("/library/highlights/export.md").text
    assert "> Registri" in text and "A note" in text and taken.resource.title in text
    (one,) = json.loads(browser.get("/library/highlights/export.json").text)
    assert (one["page"], one["quote"], one["file"]) == (1, "Registri", "note.txt")
    assert browser.get("/library/highlights/export.doc").status_code == 404
    assert browser.get("/account/data").json()["highlights"][0]["note"] == "A note"

    taken.resource.access = "staff"
    session.commit()
    page = browser.get("/library/highlights").text
    assert "A record that is no longer open to you" in page and "Registri" in page
    assert taken.resource.title not in browser.get("/library/highlights/export.md").text
    withdraw_resource(session, taken.resource, WithdrawalForm(reason="Wrong file"), by=None)
    session.commit()
    assert browser.get("/library/highlights").status_code == 200
    erase_highlights(session, cast.arta.id)
    assert marks(session) == []
