"""Counting use: people and no robots, once in half a minute, nobody by name; words found nowhere are kept shortly."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from library.usage.counting import ONCE, Reader, Usage
from library.usage.models import SearchDay, UsageDay, VainSearch
from library.usage.queries import KEPT, forget_words
from rmtc.clock import today
from tests.factories.library import make_record, take_text

FIREFOX = Reader("192.0.2.1", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
STATISTICS = "/desk/statistics"


def counts(session, resource_id: int) -> list[tuple[int, int]]:
    wanted = select(UsageDay.views, UsageDay.downloads).where(UsageDay.resource_id == resource_id)
    return [tuple(row) for row in session.execute(wanted)]


@pytest.mark.parametrize(
    "browser",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; YandexBot/3.0)",
        "curl/8.5.0",
        "python-httpx/0.28",
        "Wget/1.21",
        "facebookexternalhit/1.1 preview",
    ],
)
def test_robots_do_not_count(session, database, browser) -> None:
    record, usage = make_record(session), Usage()
    usage.opened(Reader("192.0.2.1", browser), record.id, "views")
    usage.opened(Reader("192.0.2.1", FIREFOX.browser, ahead=True), record.id, "views")
    assert usage.write_down(database) == 0
    assert counts(session, record.id) == []


def test_the_same_thing_opened_twice_counts_once_in_half_a_minute(session, database, monkeypatch) -> None:
    record, usage, clock = make_record(session), Usage(), [100.0]
    monkeypatch.setattr("library.usage.counting.time.monotonic", lambda: clock[0])
    for _ in range(3):
        usage.opened(FIREFOX, record.id, "views")
    usage.opened(FIREFOX, record.id, "downloads")
    usage.opened(Reader("192.0.2.2", FIREFOX.browser), record.id, "views")
    usage.write_down(database)
    assert counts(session, record.id) == [(2, 1)]
    clock[0] += ONCE
    usage.opened(FIREFOX, record.id, "views")
    usage.write_down(database)
    session.expire_all()
    assert counts(session, record.id) == [(3, 1)]


def test_pages_files_and_searches_are_counted_by_the_site(session, site, app, cast, browse, work) -> None:
    taken = take_text(session, site, "Seasonal workers.", title="Work by season")
    work()
    reader, elena, address = browse(), browse(cast.elena), f"/library/{taken.resource.id}"
    for browser in (reader, elena):
        browser.get(address)
        browser.get(f"{address}/files/note.txt")
        browser.get(f"{address}/files/note.txt", headers={"range": "bytes=5-9"})
        browser.get("/library?q=seasonal")
        browser.get("/library?q=Дунавске сирене")
        browser.get("/library?q=somebody@example.org")
    app.state.usage.write_down(site.database)
    assert counts(session, taken.resource.id) == [(1, 1)]
    searched = session.scalars(select(SearchDay)).one()
    assert (searched.asked, searched.in_vain) == (3, 2)
    assert session.scalars(select(VainSearch.words)).all() == ["dunavske sirene"]
    page = elena.get(STATISTICS).text
    assert "Work by season" in page and "dunavske sirene" in page and "example.org" not in page
    table = elena.get(f"{STATISTICS}.csv").text.splitlines()
    assert table[0].lstrip("\ufeff") == "day,record,title,views,downloads"
    assert table[1].endswith(f",{taken.resource.id},Work by season,1,1")


def test_what_only_its_head_was_asked_of_was_not_read(session, site, app, visitor, work) -> None:
    taken = take_text(session, site, "Seasonal workers.", title="Work by season")
    work()
    address = f"/library/{taken.resource.id}"
    file = visitor.head(f"{address}/files/note.txt", headers={"accept-encoding": "identity"})
    assert (file.status_code, file.headers["content-length"], file.content) == (200, "17", b"")
    assert visitor.head(address).status_code == 200
    app.state.usage.write_down(site.database)
    assert session.scalars(select(UsageDay)).all() == []


def test_words_are_forgotten_after_ninety_days(session) -> None:
    day = today()
    for age in (KEPT, KEPT + timedelta(days=1)):
        session.add(VainSearch(day=day - age, words=f"asked {age.days} days ago", many=1))
    session.flush()
    forget_words(session, day)
    assert session.scalars(select(VainSearch.words)).all() == ["asked 90 days ago"]


def test_records_stand_in_the_order_of_their_use_and_every_day_in_the_table(session, cast, browse) -> None:
    elena = browse(cast.elena)
    records = [make_record(session, f"Record {number:02}") for number in range(30)]
    for number, one in enumerate(records):
        for ago in (0, 40, 400):
            day = today() - timedelta(days=ago)
            session.add(UsageDay(resource_id=one.id, day=day, views=number if ago else 1, downloads=int(ago == 0)))
    session.commit()
    page = elena.get(f"{STATISTICS}?days=90")
    assert len(elena.queries) <= 25
    assert re.findall(r"Record \d\d", page.text) == [f"Record {number:02}" for number in range(29, 4, -1)]
    assert re.findall(r"Record \d\d", elena.get(f"{STATISTICS}?days=90&number=2").text) == [
        f"Record {number:02}" for number in range(4, -1, -1)
    ]
    lines = elena.get(f"{STATISTICS}.csv").text.lstrip("\ufeff").splitlines()
    days = [(today() - timedelta(days=40)).isoformat()] * 30 + [today().isoformat()] * 30
    assert [line.partition(",")[0] for line in lines] == ["day", *days]
    assert lines[30].endswith(f",{records[29].id},Record 29,29,0")


def test_only_librarians_see_the_statistics(browse, cast) -> None:
    for path in (STATISTICS, f"{STATISTICS}.csv"):
        assert browse(cast.arta).get(path).status_code == 403
        assert browse().get(path).url.path == "/sign-in"
    assert "Nothing has been counted yet" in browse(cast.elena).get(f"{STATISTICS}?days=7&number=99").text
