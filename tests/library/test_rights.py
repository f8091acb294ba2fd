"""Who sees what: every level for every role on every surface, in texts, counts and bytes."""

import pytest

from library.resources.forms import GrantForm, WithdrawalForm
from library.resources.models import AccessLevel, Resource, ResourceState
from library.resources.policies import is_public
from library.resources.queries import visible_resources
from library.resources.services import end_grant, grant, withdraw_resource
from rmtc.accounts.models import RoleName
from rmtc.clock import now
from tests.factories.library import give_text, make_record, take_file

WORD = "xylophone"
ROLES = ("visitor", "stranger", "arta", "elena", "mira")
OPEN = {
    AccessLevel.PUBLIC: set(ROLES),
    AccessLevel.SIGNED_IN: {"stranger", "arta", "elena", "mira"},
    AccessLevel.NAMED: {"elena", "mira"},
    AccessLevel.COLLECTION: {"elena", "mira"},
    AccessLevel.STAFF: {"elena", "mira"},
}


@pytest.fixture
def shelf(session, site, work, tmp_path):
    """One record of each level, with a file, and a draft; all hold the same word."""
    records = {}
    for level in (*AccessLevel, "draft"):
        path = tmp_path / f"{level}.pdf"
        path.write_bytes(b"%PDF-1.4 " + level.encode())
        known = {"title": f"Title {level}", "language": "en"}
        access = AccessLevel.PUBLIC if level == "draft" else level
        taken = take_file(session, site, path, publish=level != "draft", access=access, **known)
        (tmp_path / "cover.webp").write_bytes(b"RIFF0000WEBP" + level.encode())
        give_text(session, site, taken, [f"{WORD} kept as {level}"], tmp_path / "cover.webp")
        records[level] = (taken.resource.id, taken.file.name)
    work()
    return records


def person(role, browse, cast):
    return browse() if role == "visitor" else browse(getattr(cast, role))


@pytest.mark.parametrize("role", ROLES)
def test_search_counts_and_snippets_hold_the_levels(role, shelf, browse, cast) -> None:
    browser = person(role, browse, cast)
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
def test_pages_files_covers_and_api_hold_the_levels(role, level, shelf, browse, cast) -> None:
    browser = person(role, browse, cast)
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
def test_a_draft_is_seen_by_staff_only(role, shelf, browse, cast) -> None:
    browser = person(role, browse, cast)
    number, name = shelf["draft"]
    expected = 200 if role in {"elena", "mira"} else 404
    assert browser.get(f"/library/{number}").status_code == expected
    assert browser.get(f"/library/{number}/files/{name}").status_code == expected
    assert browser.get(f"/api/v1/library/resources/{number}").status_code == 404


def test_a_grant_opens_one_record_to_one_person_until_it_ends(shelf, session, browse, cast, work) -> None:
    number, name = shelf[AccessLevel.STAFF]
    resource = session.get(Resource, number)
    form = GrantForm(holder_kind="person", holder_id=cast.arta.id, reason="reads it in a course")
    given = grant(session, resource, form, by=None)
    session.commit()
    work()
    arta, stranger = browse(cast.arta), browse(cast.stranger)

    assert arta.get(f"/library/{number}/files/{name}").status_code == 200
    assert arta.get(f"/api/v1/library/search?q={WORD}").json()["total"] == 3
    assert stranger.get(f"/library/{number}").status_code == 404
    assert stranger.get(f"/api/v1/library/search?q={WORD}").json()["total"] == 2

    end_grant(session, resource, given, by=None)
    session.commit()
    work()
    assert arta.get(f"/library/{number}").status_code == 404
    assert arta.get(f"/api/v1/library/search?q={WORD}").json()["total"] == 2
    assert given.until <= now()


def test_a_withdrawn_record_leaves_a_tombstone_for_those_it_was_open_to(shelf, session, browse, cast, work) -> None:
    for level in (AccessLevel.PUBLIC, AccessLevel.STAFF):
        resource = session.get(Resource, shelf[level][0])
        withdraw_resource(session, resource, WithdrawalForm(reason="Replaced by a new edition"), by=None)
    session.commit()
    work()
    visitor = browse()

    gone = visitor.get(f"/library/{shelf[AccessLevel.PUBLIC][0]}")

    assert gone.status_code == 410
    assert "Replaced by a new edition" in gone.text
    assert "Title public" in gone.text
    assert visitor.get(f"/library/{shelf[AccessLevel.PUBLIC][0]}/files/public.pdf").status_code == 410
    assert visitor.get(f"/library/{shelf[AccessLevel.STAFF][0]}").status_code == 404
    assert visitor.get(f"/api/v1/library/search?q={WORD}").json()["total"] == 0
    assert browse(cast.elena).get(f"/library/{shelf[AccessLevel.STAFF][0]}").status_code == 200


def test_a_grant_to_a_run_opens_to_those_in_it(shelf, session, browse, cast, work) -> None:
    number, _ = shelf[AccessLevel.STAFF]
    form = GrantForm(holder_kind="run", holder_id=7, reason="read in the run")
    grant(session, session.get(Resource, number), form, by=None)
    cast.give(cast.arta, RoleName.LEARNER, "run", 7)
    cast.give(cast.stranger, RoleName.LEARNER, "run", 8)
    session.commit()
    work()
    assert browse(cast.arta).get(f"/library/{number}").status_code == 200
    assert browse(cast.arta).get(f"/api/v1/library/search?q={WORD}").json()["total"] == 3
    assert browse(cast.stranger).get(f"/library/{number}").status_code == 404


@pytest.mark.parametrize("level", AccessLevel)
@pytest.mark.parametrize("state", ResourceState)
def test_what_is_public_is_the_same_with_and_without_a_query(session, level, state) -> None:
    resource = make_record(session, access=level)
    resource.state = state
    session.flush()
    assert is_public(resource) == bool(visible_resources(session, [resource.id], None))
