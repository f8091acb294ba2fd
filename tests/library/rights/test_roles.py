"""Who sees what: every level for every role on every surface, in texts, counts and bytes."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from library.resources.models import AccessLevel
from rmtc.config import Settings
from rmtc.worker import make_worker
from tests.browsing import Browser
from tests.lasting import lasting_site
from tests.library.rights.shelf import WORD, one_of_each_level
from tests.personas import Cast

ROLES = ("visitor", "stranger", "arta", "elena", "mira")
OPEN = {
    AccessLevel.PUBLIC: set(ROLES),
    AccessLevel.SIGNED_IN: {"stranger", "arta", "elena", "mira"},
    AccessLevel.NAMED: {"elena", "mira"},
    AccessLevel.COLLECTION: {"elena", "mira"},
    AccessLevel.STAFF: {"elena", "mira"},
}


@pytest.fixture(scope="module")
def library(
    bare_app: FastAPI, settings: Settings, engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[str, tuple[int, str]], dict[str, Browser]]]:
    """The records by level, and a browser for each role; made once, as nothing changes here."""
    folder = tmp_path_factory.mktemp("levels")
    with lasting_site(bare_app, settings, engine, folder) as (site, _database, session):
        records, cast = one_of_each_level(session, site, folder), Cast(session)
        make_worker(site).run_due()
        browsers = {role: Browser(bare_app) for role in ROLES}
        for role in ROLES[1:]:
            browsers[role].sign_in(session, getattr(cast, role))
        yield records, browsers


@pytest.fixture
def shelf(library):
    return library[0]


@pytest.fixture
def browser(library, role) -> Browser:
    return library[1][role]


@pytest.mark.parametrize("role", ROLES)
def test_search_counts_and_snippets_hold_the_levels(role, shelf, browser) -> None:
    mine = {level for level, roles in OPEN.items() if role in roles}

    page = browser.get(f"/library?q={WORD}")
    answer = browser.get(f"/api/v1/library/search?q={WORD}").json()

    for level in (*AccessLevel, "draft"):
        assert (f"Title {level}" in page.text) is (level in mine)
        assert (f"kept as {level}" in page.text) is (level in mine)
    assert answer["total"] == len(answer["hits"]) == len(mine)
    assert answer["facets"]["kind"] == {"report": len(mine)}
    assert {hit["title"] for hit in answer["hits"]} == {f"Title {level}" for level in mine}
    assert all(hit["page"] == 1 and f"<mark>{WORD}</mark>" in hit["snippet"] for hit in answer["hits"])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("level", list(AccessLevel))
def test_pages_files_covers_and_api_hold_the_levels(role, level, shelf, browser) -> None:
    number, name = shelf[level]
    surfaces = [f"/library/{number}", f"/library/{number}/read", f"/library/{number}/files/{name}",
                f"/library/{number}/cover", f"/api/v1/library/resources/{number}"]  # fmt: skip

    for surface in surfaces:
        answer = browser.get(surface, follow_redirects=False)
        if role in OPEN[level]:
            assert answer.status_code == 200, surface
            assert len(browser.queries) <= 12, (surface, len(browser.queries))
        elif level is AccessLevel.SIGNED_IN and not surface.startswith("/api"):
            assert answer.status_code == 303, surface
            assert answer.headers["location"].startswith("/sign-in?next=")
        else:
            assert answer.status_code == 404, surface
            assert f"Title {level}" not in answer.text
            assert WORD not in answer.text


@pytest.mark.parametrize("role", ROLES)
def test_a_draft_is_seen_by_staff_only(role, shelf, browser) -> None:
    number, name = shelf["draft"]
    expected = 200 if role in {"elena", "mira"} else 404
    assert browser.get(f"/library/{number}").status_code == expected
    assert browser.get(f"/library/{number}/files/{name}").status_code == expected
    assert browser.get(f"/api/v1/library/resources/{number}").status_code == 404
