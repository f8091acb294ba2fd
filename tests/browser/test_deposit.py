"""A librarian's hundred files: the connection drops, the window is closed, and sending goes on where it stopped."""

import re
import time
import zipfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Route

from tests.browser.conftest import SIZES
from tests.browser.keyboard import Keys

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HUNDRED = 100
LONG = 3
PATIENCE = 90


def make_files(folder: Path) -> list[Path]:
    """A hundred small texts, and among them some that take several pieces."""
    paths = []
    for number in range(HUNDRED):
        path = folder / f"paper-{number:03}.txt"
        text = f"Paper {number} speaks of the return of workers to the municipality and of their schools. "
        path.write_text(text * (60_000 if number < LONG else 20), encoding="utf-8")
        paths.append(path)
    return paths


def break_after(keys: Keys, pieces: int) -> None:
    """Let so many pieces through; then the network is gone."""
    sent = count(1)
    keys.is_offline = True

    def pass_on(route: Route) -> None:
        if next(sent) > pieces:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    keys.page.context.route("**/content?*", pass_on)


def choose_and_send(keys: Keys, files: list[Path]) -> None:
    keys.page.get_by_label("Files", exact=True).set_input_files(files)
    keys.page.get_by_role("button", name="Send").click()


def await_text(keys: Keys, words: str) -> None:
    """Wait for the script of the page to say so; the page is not loaded again."""
    end = time.monotonic() + PATIENCE
    while words not in keys.text():
        assert time.monotonic() < end, f"no {words!r}: {keys.text()[:600]}"
        keys.page.wait_for_timeout(300)


def test_a_hundred_files_survive_a_dropped_connection(open_window: Callable[..., Keys], tmp_path: Path) -> None:
    files = make_files(tmp_path)
    keys = open_window(SIZES["wide"])
    keys.sign_in("librarian")
    keys.menu("Desk")
    keys.follow("Send files")
    break_after(keys, 40)
    choose_and_send(keys, files)
    keys.page.wait_for_url(re.compile(r"/deposits/\d+$"))
    await_text(keys, "The connection is gone.")
    address = keys.page.url
    keys.page.close()
    keys.page.context.unroute_all()

    again = Keys(keys.page.context.new_page(), keys.axe.parents[2])
    again.go(address)
    assert "have not arrived completely" in again.text()
    choose_and_send(again, files)
    await_text(again, "Everything has arrived.")
    await_text(again, "drafts: 100")
    again.page.reload()
    assert "100 files" in again.text()
    assert "on their way" not in again.text() and "not taken" not in again.text()
    assert again.complaints == []


def make_package(path: Path) -> Path:
    """A ZIP of several pieces, with a table."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("metadata.csv", "file,title,language,kind\na.txt,A long paper,en,guide\n")
        archive.writestr("a.txt", "A long paper about the seasonal work of returnees. " * 120_000)
    return path


def test_a_package_goes_on_after_a_dropped_connection(open_window: Callable[..., Keys], tmp_path: Path) -> None:
    package = make_package(tmp_path / "papers.zip")
    keys = open_window(SIZES["wide"])
    keys.sign_in("librarian")
    keys.go("/desk/packages")
    break_after(keys, 1)
    keys.page.get_by_label("ZIP", exact=True).set_input_files(package)
    keys.page.get_by_role("button", name="Try it").click()
    keys.page.wait_for_url(re.compile(r"/deposits/\d+$"))
    await_text(keys, "The connection is gone.")
    address = keys.page.url
    keys.page.close()
    keys.page.context.unroute_all()

    again = Keys(keys.page.context.new_page(), keys.axe.parents[2])
    again.go(address)
    assert "2.0 MB of" in again.text() or "2 MB of" in again.text()
    again.page.get_by_label("ZIP", exact=True).set_input_files(package)
    again.page.get_by_role("button", name="Send").click()
    await_text(again, "Everything has arrived.")
    await_text(again, "is tried first")
    again.page.get_by_role("link", name="papers.zip").click()
    again.page.wait_for_url(re.compile(r"/desk/packages/\d+$"))
    assert again.complaints == []
