"""Who sees what: every surface, for every level and everybody who may come; what is expected stands in three tables."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from rmtc.config import Settings
from tests.lasting import lasting_site
from tests.library.rights import surfaces
from tests.library.rights.world import COMMON, PRINCIPALS, World, build
from tests.personas import Cast

EVERYBODY = set(PRINCIPALS)
ACCOUNTS = EVERYBODY - {"visitor"}
LIBRARIAN = {"librarian"}

SEEN = {
    "public": EVERYBODY,
    "signed_in": ACCOUNTS,
    "institution": {"member", "librarian"},
    "course": {"learner", "librarian"},
    "collection": {"reviewer", "curator", "librarian"},
    "staff": LIBRARIAN,
    "metadata_only": EVERYBODY,
    "files_signed_in": EVERYBODY,
    "embargoed": EVERYBODY,
    "embargo_over": EVERYBODY,
}
"""Who finds a published record."""

READ = SEEN | {"metadata_only": LIBRARIAN, "files_signed_in": ACCOUNTS, "embargoed": LIBRARIAN}
"""Who reads its files."""

SEARCHED = {level: who for level, who in SEEN.items() if READ[level] == who}
"""Whose text is searched: only where all who find the record may read it."""

KEEPERS = {"reviewer", "curator", "librarian"}
AT_THE_DESK = {"draft": KEEPERS, "withdrawn": LIBRARIAN}
"""What those at the desk see beside what is published: reviewers and curators the drafts of their collections."""

TOLD = {level: who & ACCOUNTS for level, who in SEEN.items()} | {"draft": LIBRARIAN, "withdrawn": ACCOUNTS}
"""Whom a lesson tells a title."""

HELD = {level: who & ACCOUNTS for level, who in SEEN.items()} | {"draft": KEEPERS}
"""Who learns which record holds what they send."""

GROUPS = (
    (surfaces.OF_RECORDS, SEEN | AT_THE_DESK),
    (surfaces.OF_LISTS, SEEN),
    (surfaces.OF_LESSONS, TOLD),
    (surfaces.OF_DEPOSITS, HELD),
    ({"filter by the collection above": surfaces.above}, {"collection": SEEN["collection"]}),
    (surfaces.OF_MACHINES, {level: EVERYBODY for level, who in SEEN.items() if "visitor" in who}),
    (surfaces.OF_TEXT, READ | AT_THE_DESK),
    (surfaces.OF_TEXT_IN_LISTS, READ),
    (surfaces.OF_SEARCHED_TEXT, SEARCHED),
    (surfaces.OF_TEXT_FOR_MACHINES, {level: EVERYBODY for level, who in READ.items() if "visitor" in who}),
)
CELLS = [(name, look, expected) for group, expected in GROUPS for name, look in group.items()]


@pytest.fixture(scope="module")
def world(
    bare_app: FastAPI, settings: Settings, engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The library and its people, made once."""
    folder = tmp_path_factory.mktemp("rights")
    with lasting_site(bare_app, settings, engine, folder) as (site, _database, session):
        yield build(World(site, bare_app, session, Cast(session)), folder)


@pytest.mark.parametrize("who", PRINCIPALS)
@pytest.mark.parametrize(("look", "expected"), [cell[1:] for cell in CELLS], ids=[cell[0] for cell in CELLS])
def test_a_surface_shows_what_the_tables_say_and_nothing_else(look, expected, who, world) -> None:
    assert look(world, who) == {level for level, some in expected.items() if who in some}


@pytest.mark.parametrize("who", PRINCIPALS)
def test_the_counts_are_those_of_what_is_listed(who, world) -> None:
    mine = sum(who in some for some in SEEN.values())
    assert world.get(who, f"/api/v1/library/search?q={COMMON}").json()["total"] == mine
    facets = world.get(who, f"/api/v1/library/search?q={COMMON}").json()["facets"]
    assert sum(facets["kind"].values()) == sum(facets["language"].values()) == mine


@pytest.mark.parametrize("who", PRINCIPALS)
def test_what_is_not_told_and_what_is_not_there_answer_alike(who, world) -> None:
    closed = [level for level, some in (SEEN | AT_THE_DESK).items() if who not in some and level != "withdrawn"]
    missing = world.get("signed_in" if who == "visitor" else who, "/library/999999").text
    for level in closed:
        answer = world.get(who, f"/library/{world.ids[level]}")
        if level == "signed_in":
            assert answer.status_code == 303
        else:
            assert answer.status_code == 404
            assert len(answer.text) - len(missing) < 3000


@pytest.mark.parametrize("who", [one for one in PRINCIPALS if one != "librarian"])
@pytest.mark.parametrize(
    "path",
    ["statistics", "statistics.csv", "care", "resources", f"resources/suggestions?q={COMMON}", "people", "packages"],
)
def test_lists_of_the_desk_are_closed(path, who, world) -> None:
    answer = world.get(who, f"/desk/{path}")
    assert answer.status_code in ({303} if who == "visitor" else {403, 404})
    assert not surfaces.named_in(answer.text)
