"""Every page costs the same few statements and stays light, whether it lists ten things or a thousand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import Engine
from starlette.testclient import TestClient

from library.finding.indexing import bring_up_to_date, index_of
from rmtc.config import Settings
from rmtc.web.urls import every_route
from tests.architecture.pages import NOT_PAGES, PAGES, Page
from tests.browsing import Browser, counting
from tests.factories import crowds, crowds_at_the_desk, crowds_of_courses
from tests.factories.campus import Campus, a_campus
from tests.lasting import lasting_site
from tests.personas import Cast

SMALL, LARGE = 10, 1000
HEAVIEST = 40_000
"""Bytes of HTML, before compression."""


@dataclass(frozen=True)
class Look:
    """What a page answered, and the statements it took."""

    status: int
    text: str
    statements: list[str]


Looks = Mapping[Page, tuple[Look, Look]]


class Personas:
    """One browser for each persona."""

    def __init__(self, app: FastAPI, campus: Campus) -> None:
        self.app, self.campus = app, campus
        self.open: dict[str, Browser] = {}

    def browser(self, name: str) -> Browser:
        if name not in self.open:
            self.open[name] = browser = Browser(self.app)
            if name != "visitor":
                person = getattr(self.campus, name, None) or getattr(self.campus.cast, name)
                browser.sign_in(self.campus.session, person)
        return self.open[name]

    def look(self, page: Page) -> Look:
        """Ask for a page; whether its markup is valid is asked by the tests of each page."""
        statements: list[str] = []
        browser, address = self.browser(page.who), page.address(self.campus)
        with counting(self.app.state.database.engine, statements):
            answer = TestClient.request(browser, "GET", address, follow_redirects=False)
        # the Centre's texts are kept in memory for a minute, whatever else there is
        return Look(answer.status_code, answer.text, [one for one in statements if "centre_texts" not in one])


def grow(campus: Campus, numbers: range) -> None:
    """Add so many of everything."""
    people = crowds.people(campus.session, campus, numbers)
    for add in (crowds.posts, crowds.library, crowds.plans, crowds_of_courses.courses, crowds_of_courses.contents):
        add(campus.session, campus, numbers)
    crowds_of_courses.learners(campus.session, campus, numbers, people)
    crowds_at_the_desk.deposits(campus.session, campus, numbers)
    crowds_at_the_desk.packages(campus.session, campus, numbers)
    crowds_at_the_desk.removals(campus.session, campus, numbers)
    crowds_at_the_desk.reviews(campus.session, campus, numbers)
    campus.session.commit()
    bring_up_to_date(campus.site.database, index_of(campus.site.settings))


@pytest.fixture(scope="module")
def looks(
    bare_app: FastAPI, settings: Settings, engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Looks]:
    """Every page of a small site, and of the same site grown large."""
    folder = tmp_path_factory.mktemp("campus")
    with lasting_site(bare_app, settings, engine, folder) as (site, _database, session):
        yield _both(bare_app, a_campus(session, Cast(session), site, folder))


def _both(app: FastAPI, campus: Campus) -> Looks:
    personas = Personas(app, campus)
    grow(campus, range(SMALL))
    few = [personas.look(page) for page in PAGES]
    grow(campus, range(SMALL, LARGE))
    return dict(zip(PAGES, zip(few, [personas.look(page) for page in PAGES], strict=True), strict=True))


def test_every_page_is_in_the_table(bare_app: FastAPI) -> None:
    routes = {
        route.path
        for route in every_route(bare_app.routes)
        if isinstance(route, APIRoute) and "GET" in (route.methods or ())
    }
    told = {page.route for page in PAGES} | set(NOT_PAGES)
    assert sorted(routes - told) == [], "write them into tests/architecture/pages.py"
    assert sorted(told - routes) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_costs_the_same_whatever_it_lists(looks: Looks, page: Page) -> None:
    few, many = looks[page]
    assert (few.status, many.status) == (200, 200)
    assert page.row in few.text and page.row in many.text
    assert len(many.statements) <= len(few.statements) <= page.most, "\n".join(many.statements)
    assert len(many.text.encode()) <= HEAVIEST
