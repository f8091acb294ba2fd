"""Links of records are visited: what fails three nights in a row is shown, and what answers again is not."""

import pytest
from sqlalchemy import delete, select

from library.care.links import SURE, _in_turns, problem_of, records_by_link, visit_links
from library.care.models import WatchedLink
from library.resources.models import ResourceIdentifier
from tests.factories.library import make_record
from tests.stand_in_sites import HERE, stand_in

PAGE = "/desk/links"


@pytest.fixture
def elsewhere():
    """A site with a page that is there, one that is not, one behind a door, and one that has moved."""
    status = {"/there": 200, "/closed": 403, "/moved": 301, "/gone": 404, "/broken": 500}

    def answer(path: str, _asked: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        return status[path], {"location": "/there"} if path == "/moved" else {}, b"x" * 300_000

    with stand_in(answer) as address:
        yield address


def test_an_address_leads_somewhere_or_says_why_not(elsewhere) -> None:
    for path in ("/there", "/closed", "/moved"):
        assert problem_of(elsewhere + path, HERE) == ""
    assert str(problem_of(f"{elsewhere}/gone", HERE)) == "The site answers with the status 404."
    assert "500" in str(problem_of(f"{elsewhere}/broken", HERE))
    assert "not on the open internet" in str(problem_of("http://127.0.0.1:80/"))


def test_what_fails_three_nights_is_shown_until_it_answers_or_is_not_named(
    elsewhere, session, site, cast, browse
) -> None:
    record = make_record(session, "Names two", identifiers=[f"{elsewhere}/gone", f"{elsewhere}/there"])
    make_record(session, "A draft", publish=False, identifiers=[f"{elsewhere}/broken"])
    elena, pauses = browse(cast.elena), []
    assert "No link is known to be broken" in elena.get(PAGE).text
    for night in range(1, SURE + 1):
        assert visit_links(site, HERE, pauses.append) == 2
        assert (f"{elsewhere}/gone" in elena.get(PAGE).text) is (night == SURE)
    page = elena.get(PAGE).text
    assert "Names two" in page and "status 404" in page and f"{elsewhere}/there" not in page
    assert pauses and set(pauses) == {1.0}
    session.execute(delete(ResourceIdentifier).where(ResourceIdentifier.resource_id == record.id))
    session.commit()
    visit_links(site, HERE, pauses.append)
    assert "No link is known to be broken" in elena.get(PAGE).text
    assert session.scalars(select(WatchedLink)).all() == []


def test_hosts_take_turns() -> None:
    urls = ["https://a.example/1", "https://a.example/2", "https://a.example/3", "https://b.example/1"]
    assert _in_turns(urls) == [
        "https://a.example/1",
        "https://b.example/1",
        "https://a.example/2",
        "https://a.example/3",
    ]


def test_only_published_records_are_asked_for(session) -> None:
    make_record(session, "A draft", publish=False, identifiers=["https://a.example/1"])
    make_record(session, "Out", identifiers=["https://a.example/2", "isbn: 978-92-9067-789-5"])
    assert list(records_by_link(session)) == ["https://a.example/2"]


def test_only_librarians_see_the_links(browse, cast) -> None:
    assert browse(cast.arta).get(PAGE).status_code == 403
    assert browse().get(PAGE).url.path == "/sign-in"
