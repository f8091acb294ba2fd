"""Public pages in Serbian say nothing in English, and say which language they are in."""

import re
from collections.abc import Iterator

import pytest
from lxml import html

from rmtc.accounts.actors import Actor
from rmtc.accounts.models import RoleName
from rmtc.db import WriteSession
from rmtc.front.samples.loader import load_front
from tests.browsing import Browser
from tests.personas import Cast

PATHS = (
    "/", "/about", "/courses", "/news", "/events", "/partners", "/library", "/library?q=ништа", "/contact",
    "/accessibility", "/privacy", "/sign-in", "/register", "/password-reset", "/verify", "/verify/RMTC-2026-0001",
    "/nothing-here",
)  # fmt: skip
PROPER = {
    "Word",
    "Excel",
    "PowerPoint",
    "OpenDocument",
    "JavaScript",
    "Chromium",
    "Firefox",
    "Safari",
    "Migration",
    "Partnership",
    "Facility",
    "Med",
    "axe",
}
"""Names that Serbian writes in Latin letters, beside abbreviations."""

READ_ALOUD = ("alt", "title", "aria-label", "placeholder", "data-refused", "data-offline", "data-unsaved")
WORD = re.compile(r"[A-Za-zČĆŽŠĐčćžšđ]{2,}")
ADDRESS = re.compile(r"\S+@\S+|https?://\S+|(?:www\.)\S+|[\w-]+\.(?:rs|org|eu|int|example)\S*|RMTC-\S+")


@pytest.fixture
def site(session: WriteSession, cast: Cast) -> None:
    """The demonstration content of the public site."""
    mira = cast.mira
    manager = Actor(id=mira.id, name=mira.name, email=mira.email, grants=frozenset({(RoleName.MANAGER, "", 0)}))
    load_front(session, by=manager)
    session.commit()


def read_texts(element, language: str) -> Iterator[str]:
    """Every text of a page in this language, leaving out parts that say they are in another."""
    if not isinstance(element.tag, str) or element.tag in {"script", "style", "code", "option", "meta", "link"}:
        return
    if element.get("lang", language) == language:
        yield from (element.get(name, "") for name in READ_ALOUD)
        yield element.text or ""
        for child in element:
            yield from read_texts(child, language)
            yield child.tail or ""


def english_words(page: str, language: str) -> set[str]:
    texts = " \n ".join(read_texts(html.fromstring(page), language))
    return {word for word in WORD.findall(ADDRESS.sub(" ", texts)) if not word.isupper()} - PROPER


def test_serbian_pages_are_serbian(visitor: Browser, site: None) -> None:
    left = {}
    for path in PATHS:
        answer = visitor.get(path, params={"lang": "sr-Cyrl"})
        page = html.fromstring(answer.text)
        assert page.get("lang") == "sr-Cyrl", path
        assert re.search("[А-Ша-ш]{3}", "".join(page.find(".//h1").itertext())), path
        left[path] = english_words(answer.text, "sr-Cyrl")
    assert not {path: words for path, words in left.items() if words}


def test_latin_pages_hold_no_cyrillic(visitor: Browser, site: None) -> None:
    for path in PATHS:
        answer = visitor.get(path, params={"lang": "sr-Latn"})
        page = html.fromstring(answer.text)
        assert page.get("lang") == "sr-Latn", path
        said = [text for text in read_texts(page, "sr-Latn") if "ништа" not in text]
        assert not [text for text in said if re.search("[\u0400-\u04ff]", text)], path


def test_the_language_that_was_asked_for_stays(visitor: Browser) -> None:
    visitor.get("/", params={"lang": "sr-Cyrl"})
    assert html.fromstring(visitor.get("/sign-in").text).get("lang") == "sr-Cyrl"
    assert html.fromstring(visitor.get("/sign-in", params={"lang": "tlh"}).text).get("lang") == "sr-Cyrl"
    assert html.fromstring(visitor.get("/sign-in", params={"lang": "en"}).text).get("lang") == "en"


def test_a_refused_form_answers_in_serbian(visitor: Browser) -> None:
    visitor.get("/sign-in", params={"lang": "sr-Cyrl"})
    answer = visitor.post("/sign-in", data={"email": "", "password": ""})
    assert answer.status_code == 422
    assert "Попуните ово поље." in answer.text
    assert not english_words(answer.text, "sr-Cyrl")


def test_english_words_are_found() -> None:
    page = '<html lang="sr-Cyrl"><body><h1 title="Close">Добар дан</h1><p lang="en">Hi there</p> Sign in</body></html>'
    assert english_words(page, "sr-Cyrl") == {"Close", "Sign", "in"}
