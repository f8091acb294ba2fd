"""Kept searches: pages of one's own, letters about what is new, feeds."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from library.finding.indexing import bring_up_to_date, index_of
from library.leave.granting import GrantForm, grant
from library.resources.services import publish_resource
from library.searches.jobs import tell_of_matches
from library.searches.models import KnownMatches, SavedSearch
from library.searches.own_data import forget_searches
from library.searches.tokens import token_of
from rmtc.accounts.models import PersonState
from rmtc.clock import now
from rmtc.mail.jobs import message_of
from rmtc.mail.models import Mail
from tests.factories.library import make_record


@pytest.fixture
def keep(browse, session, cast, site):
    """Keep a search of Arta's with what is there now, and find it."""

    def keep_search(query: str = "q=border", letters: str = "daily", name: str = "Borders"):
        bring_up_to_date(site.database, index_of(site.settings))
        browse(cast.arta).post("/library/searches", data={"name": name, "query": query, "letters": letters})
        return session.scalars(select(SavedSearch).order_by(SavedSearch.id.desc())).first()

    return keep_search


@pytest.fixture
def tell(session, site):
    """Let a day (or more) pass and send the letters; gives the texts of those written."""

    def tell_people(days: float = 1) -> list[str]:
        bring_up_to_date(site.database, index_of(site.settings))
        session.execute(update(SavedSearch).values(looked_at=now() - timedelta(days=days)))
        session.commit()
        before = set(session.scalars(select(Mail.id)))
        tell_of_matches(site, {})
        session.expire_all()
        return [one.text for one in session.scalars(select(Mail).order_by(Mail.id)) if one.id not in before]

    return tell_people


def test_a_search_is_kept_renamed_and_deleted(browse, session, cast, work) -> None:
    make_record(session, "Border control in figures", language="en")
    work()
    browser = browse(cast.arta)
    results = browser.get("/library?q=border&language=en")
    assert "/library/searches/new?q=border&amp;language=en" in results.text

    form = browser.get("/library/searches/new?q=border&language=en&page=3")
    assert "“border” · English" in form.text
    answer = browser.post(
        "/library/searches", data={"name": "  Borders ", "query": "q=border&language=en&page=3", "letters": "never"}
    )

    assert "The search is kept." in answer.text
    assert 'href="/library?q=border&amp;language=en"' in answer.text
    search = session.scalars(select(SavedSearch)).one()
    assert (search.name, session.get(KnownMatches, search.id)) == ("Borders", None)
    answer = browser.post(f"/library/searches/{search.id}", data={"name": "Crossings", "letters": "weekly"})
    assert "Crossings" in answer.text and "Weekly" in answer.text
    answer = browser.post(f"/library/searches/{search.id}/removal")
    assert "No search is kept yet" in answer.text


def test_what_is_wrong_is_said_beside_the_field(browse, session, cast, keep) -> None:
    search = keep()
    browser = browse(cast.arta)
    answer = browser.post("/library/searches", data={"name": " ", "query": "q=a b", "letters": "hourly"})
    assert answer.status_code == 422
    assert 'name="query" value="q=a b"' in answer.text
    assert "Please choose one of the options." in answer.text
    answer = browser.post(f"/library/searches/{search.id}", data={"name": "x" * 121, "letters": "never"})
    assert answer.status_code == 422
    assert "x" * 121 in answer.text
    assert browser.get("/library/searches/new?q=%00%ff&kind=&from=x&page=-1").status_code == 200


def test_searches_are_ones_own(browse, visitor, cast, keep) -> None:
    search = keep()
    paths = [f"/library/searches/{search.id}{rest}" for rest in ("", "/removal", "/feed-address")]
    form = {"name": "Mine", "letters": "never"}
    for path in paths:
        assert browse(cast.elena).post(path, data=form).status_code == 404
        assert visitor.post(path, data=form).status_code == 401
        assert browse(cast.arta).post(path, data=form, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert browse(cast.ada).get(paths[0]).status_code == 404
    assert browse(cast.arta).get("/library/searches/99999999999").status_code == 404
    for path in ("/library/searches", "/library/searches/new", paths[0]):
        assert visitor.get(path).url.path == "/sign-in"
    assert "Keep this search" not in visitor.get("/library?q=border").text


def test_each_new_match_is_told_once(session, cast, keep, tell) -> None:
    make_record(session, "The old border")
    keep()
    assert tell() == []
    fresh = make_record(session, "A new border")
    make_record(session, "A new river")

    (text,) = tell()

    assert "A new border" in text and f"/library/{fresh.id}" in text
    assert "The old border" not in text and "river" not in text
    assert tell() == []
    assert tell(0.1) == []


def test_weekly_letters_wait_a_week_and_speak_the_persons_language(session, cast, keep, tell) -> None:
    cast.arta.language = "sr-Cyrl"
    session.commit()
    keep(letters="weekly")
    make_record(session, "A new border")
    assert tell(6) == []
    (text,) = tell(7)
    assert "Поштовани" in text or "налази" in text
    assert "A new border" in text
    assert session.scalars(select(Mail).order_by(Mail.id.desc())).first().language == "sr-Cyrl"


def test_only_what_the_keeper_may_see_at_that_time_is_told(session, cast, keep, tell, work) -> None:
    keep()
    closed = make_record(session, "A closed border", access="staff")
    drafted = make_record(session, "A border in draft", publish=False)
    assert tell() == []
    grant(session, closed, GrantForm(holder_kind="person", holder_id=cast.arta.id), by=None)
    publish_resource(session, drafted, by=None)
    session.commit()
    (text,) = tell()
    assert "A closed border" in text and "A border in draft" in text

    later = make_record(session, "Another border", access="staff")
    given = grant(session, later, GrantForm(holder_kind="person", holder_id=cast.arta.id), by=None)
    session.commit()
    work()
    given.until = now() - timedelta(minutes=1)  # the index has not learnt of it yet
    session.commit()
    assert tell() == []
    cast.arta.state = PersonState.CLOSED
    make_record(session, "One more border")
    assert tell() == []


def test_letters_are_stopped_by_a_link_without_signing_in(session, visitor, site, keep, tell) -> None:
    search = keep()
    make_record(session, "A new border")
    (text,) = tell()
    path = next(line for line in text.splitlines() if "/stops/" in line).removeprefix(site.settings.site_url)

    page = visitor.get(path)
    assert "Borders" in page.text
    session.expire_all()
    assert session.get(SavedSearch, search.id).letters == "daily", "opening a link changes nothing"
    assert visitor.post(path, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    answer = visitor.post(path)
    assert "No letters are sent" in answer.text
    make_record(session, "One more border")
    assert tell() == []
    forged = path[:-1] + ("0" if path[-1] != "0" else "1")
    assert visitor.get(forged).status_code == visitor.post(forged).status_code == 404
    feed_token = token_of(site.settings.key(), session.get(SavedSearch, search.id), "feed")
    assert visitor.get(f"/library/searches/stops/{feed_token}").status_code == 404
    for nonsense in ("x", "1", "-", "999999999999999-a", "²-a"):
        assert visitor.get(f"/library/searches/stops/{nonsense}").status_code == 404


def test_a_mail_program_stops_letters_without_a_cookie(session, visitor, site, keep, tell) -> None:
    search = keep()
    make_record(session, "A new border")
    tell()
    header = message_of(session.scalars(select(Mail)).one(), site.settings)["List-Unsubscribe"]
    visitor.cookies.clear()

    answer = visitor.post(
        header.strip("<>").removeprefix(site.settings.site_url),
        content="List-Unsubscribe=One-Click",
        headers={"content-type": "application/x-www-form-urlencoded"},
        follow_redirects=False,
    )

    assert answer.status_code == 200
    assert "No letters are sent" in answer.text
    session.expire_all()
    assert session.get(SavedSearch, search.id).letters == "never"


def test_letters_begun_later_tell_what_comes_from_then_on(browse, session, cast, keep, tell) -> None:
    search = keep(letters="never")
    make_record(session, "The border between")
    assert tell() == []
    browse(cast.arta).post(f"/library/searches/{search.id}", data={"name": "Borders", "letters": "daily"})
    make_record(session, "A new border")
    (text,) = tell()
    assert "A new border" in text and "between" not in text


def test_the_personal_feed_reads_as_its_keeper_does(browse, visitor, session, cast, keep, work) -> None:
    search = keep(letters="never")
    make_record(session, "An open border")
    make_record(session, "A border for members", access="signed_in")
    make_record(session, "A border for staff", access="staff")
    work()
    page = browse(cast.arta).get(f"/library/searches/{search.id}").text
    own = page.split('href="http://127.0.0.1:8000/feeds/searches/')[1].split('"')[0]

    feed = visitor.get(f"/feeds/searches/{own}")

    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert "no-store" in feed.headers["cache-control"]
    assert "An open border" in feed.text and "A border for members" in feed.text
    assert "for staff" not in feed.text
    plain = visitor.get("/feeds/library.atom?q=border")
    assert "An open border" in plain.text and "members" not in plain.text
    assert "/feeds/library.atom?q=border" in page

    browse(cast.arta).post(f"/library/searches/{search.id}/feed-address")
    assert visitor.get(f"/feeds/searches/{own}").status_code == 404
    renewed = browse(cast.arta).get(f"/library/searches/{search.id}").text
    again = renewed.split("/feeds/searches/")[1].split('"')[0]
    assert visitor.get(f"/feeds/searches/{again}").status_code == 200
    cast.arta.state = PersonState.CLOSED
    session.commit()
    assert visitor.get(f"/feeds/searches/{again}").status_code == 404


def test_searches_are_in_ones_own_data_and_go_with_the_person(browse, session, cast, keep) -> None:
    make_record(session, "The old border")
    keep()
    taken = browse(cast.arta).get("/account/data").json()
    assert taken["searches"]["searches"][0]["name"] == "Borders"
    assert len(taken["searches"]["told"][0]["ids"]) == 1
    forget_searches(session, cast.arta.id)
    assert session.scalars(select(SavedSearch)).all() == session.scalars(select(KnownMatches)).all() == []
