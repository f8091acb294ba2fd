"""A librarian's way, by keyboard: a real document from the upload to the reader, found in both scripts."""

import re
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests.browser.keyboard import Keys
from tests.fixture_files import fixture_file

pytestmark = pytest.mark.browser
PATIENCE = 90


class Paper(NamedTuple):
    """A real document: where it lies, how long it is, and words that stand on one of its pages."""

    parts: tuple[str, ...]
    pages: str
    title: str
    words: tuple[str, str]
    page: int


PAPERS = {
    1360: Paper(
        ("library", "udhr", "srp_cyrl.pdf"),
        "7 pages",
        "Општа декларација о правима човека",
        ("„мучењу или свирепом“", '"mučenju ili svirepom"'),
        2,
    ),
    390: Paper(
        ("library", "balkan", "pravilnik-o-radionicama-za-tahografe.pdf"),
        "14 pages",
        "Правилник о радионицама за тахографе",
        ("„подесивом константом“", '"podesivom konstantom"'),
        5,
    ),
}


def await_page(keys: Keys, words: str) -> None:
    """Load the page again until it says these words: what works in the background has done its part."""
    end = time.monotonic() + PATIENCE
    while words not in keys.text():
        assert time.monotonic() < end, f"no {words!r} on {keys.page.url}: {keys.text()}"
        keys.page.wait_for_timeout(500)
        keys.page.reload()


def send(keys: Keys, file: Path) -> None:
    """Choose a file in the dialogue of the browser, and send it."""
    with keys.page.expect_file_chooser() as chooser:  # first: the browser takes a while to hear that it is awaited
        keys.reach(keys.page.get_by_label("Files", exact=True))
        keys.page.keyboard.press("Space")
    chooser.value.set_files(file)
    keys.press("Send")
    keys.page.wait_for_url(re.compile(r"/deposits/\d+$"))


def await_draft(keys: Keys, file: Path) -> None:
    """Wait until the page says that a draft was made, and go to it."""
    item = keys.page.get_by_role("listitem").filter(has_text=file.name)
    item.get_by_role("link").wait_for(timeout=PATIENCE * 1000)
    keys.reach(item.get_by_role("link"))
    keys.leave_by("Enter")


def look_for(keys: Keys, words: str) -> None:
    """Type words into the search of the library."""
    keys.reach(keys.page.locator("main input[type=search]"))
    keys.page.keyboard.press("ControlOrMeta+a")
    keys.page.keyboard.type(words)
    keys.leave_by("Enter")


def page_of_reader(keys: Keys, number: int) -> None:
    """Wait until the reader is at a page."""
    expect(keys.page.locator("[data-number]")).to_have_value(str(number))


def test_librarian_takes_a_document_from_upload_to_reader(keys: Keys) -> None:
    paper = PAPERS[keys.width]
    file = fixture_file(*paper.parts)
    keys.sign_in("librarian")
    keys.menu("Desk")
    keys.follow("Send files")
    send(keys, file)
    await_draft(keys, file)
    await_page(keys, paper.pages)
    assert "Ready" in keys.text()
    keys.write("Title", paper.title)
    keys.follow("Save the record", role="button")
    keys.follow("Check and publish")
    for question in ("people", "contacts", "sensitive"):
        keys.reach(keys.page.locator(f"input[name={question}]").first)
        keys.page.keyboard.press("ArrowRight")
    keys.follow("Publish", role="button")
    assert keys.page.locator("h1").inner_text() == paper.title
    keys.menu("Library")
    for words in paper.words:
        look_for(keys, words)
        await_page(keys, f"Read page {paper.page}")
        keys.check()
        assert paper.title in keys.text()
    keys.follow(f"Read page {paper.page}")
    keys.page.locator("[data-reader]").wait_for()
    page_of_reader(keys, paper.page)
    keys.check()
    keys.press("Previous page")
    page_of_reader(keys, paper.page - 1)


def test_librarian_reads_why_a_file_is_refused(keys: Keys, tmp_path: Path) -> None:
    broken = tmp_path / f"broken-{keys.width}.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + keys.width.to_bytes(2) + b" this is where the file was cut off")
    keys.sign_in("librarian")
    keys.menu("Desk")
    keys.follow("Send files")
    send(keys, broken)
    await_page(keys, "Set aside")
    keys.menu("Desk")
    keys.follow(re.compile("^Set aside"))
    assert broken.name in keys.text()
