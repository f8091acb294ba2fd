"""Going through the forms of a whole site with what nobody means, as each person who may open them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any

from httpx2 import Response
from lxml import html
from starlette.testclient import TestClient

from rmtc.accounts.models import RoleName
from tests.architecture.pages import PAGES
from tests.browsing import Browser
from tests.conftest import OneConnection
from tests.factories.campus import Campus

MACHINE_WORDS = re.compile(
    r"Traceback|Value error|Input should|should have at|validation error|Field required|object at 0x|sqlalchemy|psycopg"
)
"""What only a program says: none of it may stand on a page."""

BORROWED = {
    "author": ("/teach/courses", "/teach/activities", "/teach/sections"),
    "expert": ("/curricula", "/account"),
    "ivana": ("/records", "/account"),
    "cora": ("/account",),
}
"""Pages of others that a persona opens too, by the beginnings of their addresses."""

SHORTEST = 20
"""Characters of the shortest page that explains something."""


@dataclass(frozen=True)
class Found:
    """A form, who sees it, and the page it stands on."""

    who: str
    page: str
    form: Any

    @property
    def action(self) -> str:
        """Where the form is sent."""
        return self.form.get("action") or self.page

    @property
    def has_files(self) -> bool:
        """Whether it sends files."""
        return self.form.get("enctype") == "multipart/form-data"

    @property
    def key(self) -> tuple[str, ...]:
        """What is the same for forms of one kind: whose, where to but for numbers and tokens, and its fields."""
        return self.who, re.sub(r"[\w-]*\d[\w-]*", "0", self.action), *sorted(set(self.names()))

    def names(self) -> list[str]:
        """The names of its fields."""
        return [one.get("name") for one in self.form.iter("input", "textarea", "select") if one.get("name")]


class Walk:
    """Opens pages as each persona; whatever a form changes is undone before the next."""

    def __init__(self, app: Any, campus: Campus, database: OneConnection) -> None:
        self._app, self._campus, self._database = app, campus, database
        cast = campus.cast
        author, expert = cast.make("Ana Author"), cast.make("Edin Expert", RoleName.EXPERT)
        cast.give(author, RoleName.AUTHOR, "course", campus.course.id)
        self._people = {"author": author, "expert": expert}
        self._browsers: dict[str, Browser] = {}

    def browser(self, who: str) -> Browser:
        """The browser of a persona."""
        if who not in self._browsers:
            self._browsers[who] = browser = Browser(self._app)
            if who != "visitor":
                found = self._people.get(who) or getattr(self._campus, who, None)
                browser.sign_in(self._campus.session, found or getattr(self._campus.cast, who))
        return self._browsers[who]

    def forms(self, who: str) -> Iterator[Found]:
        """The forms that a persona sees on the pages of theirs, one of each kind."""
        pages = [page for page in PAGES if page.who == who or page.route.startswith(BORROWED.get(who, "-"))]
        addresses = dict.fromkeys(page.address(self._campus) for page in pages)
        seen: set[tuple[str, ...]] = set()
        for address in addresses:
            answer = TestClient.request(self.browser(who), "GET", address, follow_redirects=False)
            for form in html.fromstring(answer.text).iter("form") if answer.status_code == 200 else ():
                found = Found(who, address, form)
                if form.get("method", "").lower() == "post" and found.key not in seen:
                    seen.add(found.key)
                    yield found

    @contextmanager
    def undone(self, who: str) -> Iterator[Browser]:
        """The browser of a persona, for one form: rows and cookies are as before afterwards."""
        browser, jar = self.browser(who), CookieJar()
        for cookie in browser.cookies.jar:
            jar.set_cookie(cookie)
        savepoint = self._database.connection.begin_nested()
        try:
            yield browser
        finally:
            savepoint.rollback()
            browser.cookies.jar.clear()
            for cookie in jar:
                browser.cookies.jar.set_cookie(cookie)


def wrong_with(answer: Response) -> str:
    """What a person could not understand about an answer; nothing when it is as it should be."""
    if answer.status_code >= 500:
        return str(answer.status_code)
    if found := MACHINE_WORDS.search(answer.text):
        return f"{answer.status_code} speaks of “{found[0]}”"
    if answer.status_code < 400:
        return ""
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return f"{answer.status_code} is no page: {answer.text[:80]}"
    main = html.fromstring(answer.text).find(".//main")
    return (
        "" if main is not None and len(main.text_content().strip()) > SHORTEST else f"{answer.status_code} says nothing"
    )
