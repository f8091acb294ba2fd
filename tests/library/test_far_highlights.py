"""Highlights whose words moved far away: found in the whole document, told apart by what stands around them."""

import time

import pytest
from sqlalchemy import delete, update

from library.reading.anchoring import FAR, PageText, far, place
from library.reading.models import Highlight
from library.resources.models import ResourceFile, ResourcePage
from tests.factories.library import take_read_text

QUOTE = "сезонски радници"
PASSAGE = "У општини Пландиште, сезонски радници долазе у јуну и одлазе у октобру."


@pytest.fixture
def pages(session, site, work):
    """A document, and what gives it new pages, as a new reading does."""
    taken = take_read_text(session, site, PASSAGE, name="note.txt", title="Seasons", language="sr-Cyrl")
    work()

    def read_anew(texts: dict[int, str], count: int) -> None:
        file = session.get(ResourceFile, taken.file.id)
        session.execute(delete(ResourcePage).where(ResourcePage.file_id == file.id))
        facts = {"file_id": file.id, "quality": 1.0}
        each = [ResourcePage(number=n, text=texts.get(n, f"Страна {n}."), **facts) for n in range(1, count + 1)]
        session.add_all(each)
        session.execute(update(ResourceFile).where(ResourceFile.id == file.id).values(page_count=count))
        session.commit()

    return taken.resource, read_anew


def where(browser, resource) -> list[int]:
    found = browser.get(f"/library/{resource.id}/highlights").json()["highlights"]
    assert len(browser.queries) <= 12
    return [one["page"] for one in found]


@pytest.mark.parametrize(
    "passage",
    [PASSAGE, "U opštini Plandište, sezonski radnici dolaze u junu.", "Пландиште: сезон-\nски радници долазе у јуну."],
)
def test_words_are_found_however_far_they_went(passage, pages, browse, cast) -> None:
    resource, read_anew = pages
    browser = browse(cast.arta)
    browser.post(f"/library/{resource.id}/highlights", data={"page": "1", "quote": QUOTE})
    read_anew({48: passage}, 50)
    assert where(browser, resource) == [48]
    read_anew({}, 50)
    assert where(browser, resource) == []
    page = browser.get(f"/library/{resource.id}/read")
    assert "Not found in this version (was on page 1)" in page.text
    assert len(browser.queries) <= 12


def test_words_are_marked_where_they_went(pages, browse, cast) -> None:
    """Also where they are not beside the text, since more than those beside it stood on pages before."""
    resource, read_anew = pages
    browser = browse(cast.arta)
    passages = [f"{number}. {PASSAGE.replace('октобру', f'октобру {number}')}" for number in range(1, 31)]
    read_anew(dict(enumerate(passages, 1)), 30)
    for number in range(1, 31):
        data = {"page": str(number), "quote": f"одлазе у октобру {number}"}
        assert browser.post(f"/library/{resource.id}/highlights", data=data).status_code == 200
    marked = "<mark>одлазе у октобру {}</mark>".format
    read_anew({}, 400)
    assert "<mark>" not in browser.get(f"/library/{resource.id}/read?at=300").text
    read_anew({300 + number: passage for number, passage in enumerate(passages, 1)}, 400)
    first, second = (browser.get(f"/library/{resource.id}/read?at={page}") for page in (301, 321))
    assert len(browser.queries) <= 12
    assert [marked(number) in first.text for number in (1, 11, 20, 21)] == [True, True, True, False]
    assert [marked(number) in second.text for number in (20, 21, 30)] == [False, True, True]
    assert where(browser, resource) == list(range(301, 331))
    assert marked(30) not in browse(cast.marko).get(f"/library/{resource.id}/read?at=321").text


def test_what_stood_around_the_words_decides_between_pages(pages, browse, cast) -> None:
    resource, read_anew = pages
    browser = browse(cast.arta)
    browser.post(f"/library/{resource.id}/highlights", data={"page": "1", "quote": QUOTE})
    elsewhere = "Други сезонски радници бирају зиму."
    read_anew({20: elsewhere, 300: PASSAGE, 310: elsewhere}, 400)
    assert where(browser, resource) == [300]
    read_anew({1: elsewhere, 3: PASSAGE}, 10)
    assert where(browser, resource) == [3]
    read_anew({20: elsewhere, 310: elsewhere}, 400)
    assert where(browser, resource) == [20]


def test_a_long_document_is_looked_through_at_small_cost() -> None:
    """5,000 pages of 2,000 letters: few are compared letter by letter."""
    texts = {number: PageText(f"{number} реч и још по која реч " * 80) for number in range(1, 5001)}
    texts[4990] = PageText(PASSAGE)
    mark = Highlight(page=1, quote=QUOTE, prefix="Пландиште, ", suffix=" долазе у јуну")
    began = time.process_time()
    chosen = far(mark, texts)
    assert (chosen[0], len(chosen)) == (4990, FAR)
    assert place(mark, texts, chosen).page == 4990
    assert time.process_time() - began < 2
    lost = Highlight(page=2500, quote="нема ових речи", prefix="", suffix="")
    assert place(lost, texts, far(lost, texts)).page is None
    assert sum("_words" in vars(one) for one in texts.values()) <= FAR + 1
