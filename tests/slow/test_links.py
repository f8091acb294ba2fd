"""Every link that somebody is shown leads somewhere that person may go, on the whole demonstration site."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import SplitResult, urljoin, urlsplit

import pytest
from fastapi import FastAPI
from lxml import html
from sqlalchemy import select

from rmtc.accounts.models import Person
from rmtc.config import Settings
from rmtc.db import WriteSession
from rmtc.main import make_app
from rmtc.site import Site, open_site
from tests.browsing import Browser
from tests.slow.demonstration import fill

pytestmark = pytest.mark.slow

SITE = "http://127.0.0.1:8000"
EACH = 2
"""How many pages of a kind are opened: their addresses differ by a name or a number only."""

LEFT_OUT = re.compile(r"[?&]lang=|^/sign-out|^/static/")
LINKS = "//a/@href | //link/@href | //img/@src | //iframe/@src | //form[not(@method) or @method='get']/@action"
ROLES = {  # and how many kinds of pages each is shown at least
    "": 40,
    "learner": 50,
    "trainer": 70,
    "author": 60,
    "expert": 50,
    "coordinator": 50,
    "librarian": 80,
    "reviewer": 50,
    "manager": 100,
    "admin": 100,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = fill(tmp_path_factory.mktemp("demo"))
    with open_site(Settings(data=folder, base_url=SITE)) as site:
        yield site


@pytest.fixture(scope="module")
def app(site: Site, one_event_loop: None) -> FastAPI:
    return make_app(site.settings, site.database)


@pytest.mark.parametrize("role", ROLES)
def test_no_link_is_dead(site: Site, app: FastAPI, role: str) -> None:
    browser = Browser(app)
    if role:
        with site.database.session() as session:
            person = session.scalars(select(Person).where(Person.email == f"{role}@demo.rmtc.example")).one()
            browser.sign_in(WriteSession(session), person)
    words = fixed_words(app)
    waiting, seen, kinds = deque([("/", "")]), {"/"}, Counter[str]()
    dead, astray = [], []
    while waiting:
        path, shown_at = waiting.popleft()
        kind = "/".join(word if word in words else "*" for word in urlsplit(path).path.split("/"))
        if kinds[kind] == EACH:
            continue
        kinds[kind] += 1
        response = browser.get(path)
        if not response.is_success:
            dead.append(f"{response.status_code} {path} on {shown_at}")
        elif response.headers["content-type"].startswith("text/html"):
            page = html.fromstring(response.text)
            astray += places_astray(page, path)
            fresh = [one for one in addresses(page, str(response.url)) if one not in seen]
            seen.update(fresh)
            waiting.extend((one, path) for one in fresh)
    assert not dead, "\n".join(dead)
    assert not astray, "\n".join(astray)
    assert len(kinds) >= ROLES[role]


def fixed_words(app: FastAPI) -> set[str]:
    """The words of addresses that stand for themselves."""
    return {word for path in app.state.urls.paths.values() for word in path.split("/") if "%(" not in word}


def addresses(page: html.HtmlElement, base: str) -> list[str]:
    """Where a page leads on this site, without what only changes its language."""
    found = (urlsplit(urljoin(base, str(one))) for one in page.xpath(LINKS))
    own = (_path(one) for one in found if f"{one.scheme}://{one.netloc}" == SITE)
    return [one for one in dict.fromkeys(own) if not LEFT_OUT.search(one)]


def places_astray(page: html.HtmlElement, path: str) -> list[str]:
    """Links to places of the same page that are not there."""
    there = {str(one) for one in page.xpath("//@id")}
    wanted = {str(one)[1:] for one in page.xpath("//a/@href") if str(one).startswith("#")}
    return [f"#{one} on {path}" for one in sorted(wanted - there - {""})]


def _path(address: SplitResult) -> str:
    return address.path + (f"?{address.query}" if address.query else "")
