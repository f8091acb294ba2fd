"""What the ways of the contact sheet are made of: open a page, find a link, send a form."""

import re
from collections.abc import Callable

from playwright.sync_api import Page

Shot = Callable[[Page, str], None]
Way = Callable[[Page, str, Shot], None]
FIRST = "main form[method=post]:not([action='/sign-out']):visible [type=submit]"


def go(page: Page, base: str, path: str) -> None:
    """Open a path and wait until nothing moves."""
    page.goto(base + path)
    page.wait_for_load_state("networkidle")


def first_link(page: Page, pattern: str) -> str:
    """The path of the first link on the page that fits; empty when there is none."""
    links = page.eval_on_selector_all("main a[href]", "links => links.map(link => link.getAttribute('href'))")
    return next((link for link in links if re.search(pattern, link)), "")


def send(page: Page, button: str = FIRST) -> None:
    """Press the first button that fits and wait for the answer."""
    page.locator(button).first.click()
    page.wait_for_load_state("networkidle")
