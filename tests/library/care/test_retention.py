"""What is past its time goes at night, what is not stays, and the page says both."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from library.care.retention import RULES
from library.leave.models import AccessRequest
from library.reading.models import Highlight
from library.searches.models import KnownMatches, Letters, SavedSearch
from library.usage.models import SearchDay, UsageDay
from rmtc.clock import now
from rmtc.people.policies import NOWHERE
from rmtc.worker import HANDLERS, SCHEDULE
from tests.factories.library import make_record, take_text

PAGE = "/desk/retention"
JOB = "library.forget"


def count(session, table) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(table)) or 0


def run(site) -> None:
    HANDLERS[JOB](site, {})


def ask(session, resource, days_ago: int) -> AccessRequest:
    asked = now() - dt.timedelta(days=days_ago)
    request = AccessRequest(
        resource_id=resource.id, name="Somebody", email="a@b.example", language="en", address="192.0.2.7",
        reason="For my thesis.", asked_at=asked,
    )  # fmt: skip
    session.add(request)
    session.commit()
    return request


def test_every_rule_with_a_length_is_kept_by_a_job_that_comes_every_day() -> None:
    daily = {every.kind for every in SCHEDULE if every.period == dt.timedelta(days=1)}

    for rule in RULES:
        assert bool(rule.kept) != bool(rule.until), rule.what
        assert not rule.kept or rule.job in daily & set(HANDLERS), rule.what


def test_old_counts_and_network_addresses_go_and_younger_ones_stay(session, site) -> None:
    record = make_record(session)
    today = now().date()
    for days in (0, 5 * 365 - 2, 5 * 365 + 2):
        day = today - dt.timedelta(days=days)
        session.add_all([UsageDay(resource_id=record.id, day=day, views=1), SearchDay(day=day, asked=1)])
    fresh, old = ask(session, record, 2), ask(session, record, 20)

    run(site)
    run(site)

    assert (count(session, UsageDay), count(session, SearchDay)) == (2, 2)
    assert (fresh.address, old.address) == ("192.0.2.7", "")
    assert old.reason == "For my thesis."


def test_what_an_erasure_left_behind_is_gone_the_next_night(session, site, cast) -> None:
    taken = take_text(session, site, "Returns in figures.")
    for person in (cast.arta, cast.marko):
        session.add(
            Highlight(
                person_id=person.id,
                resource_id=taken.resource.id,
                page=1,
                quote="Returns",
                created_at=now(),
                updated_at=now(),
            )
        )
        search = SavedSearch(
            person_id=person.id, name="Borders", query="q=border", letters=Letters.NEVER, created_at=now(),
            looked_at=now(),
        )  # fmt: skip
        session.add(search)
        session.flush()
        session.add(KnownMatches(search_id=search.id, ids=[1]))
    cast.marko.email = f"{cast.marko.id}@{NOWHERE}"
    session.commit()

    run(site)

    assert [count(session, table) for table in (Highlight, SavedSearch, KnownMatches)] == [1, 1, 1]
    assert session.scalars(select(SavedSearch.person_id)).all() == [cast.arta.id]


def test_the_page_says_what_how_long_why_and_what_is_late(session, site, cast, browse) -> None:
    request = ask(session, make_record(session), 20)
    draft = make_record(session, "A draft of long ago", publish=False)
    draft.changed_at = now() - dt.timedelta(days=400)
    make_record(session, "A draft of today", publish=False)
    session.commit()
    elena = browse(cast.elena)

    page = elena.get(PAGE).text

    for said in ("Words of searches that found nothing", "90 days", "people also search for names", "The next night"):
        assert said in page
    assert "A draft of long ago" in page and "A draft of today" not in page
    assert page.count(">1</td>") == 1
    assert len(elena.queries) <= 25
    run(site)
    assert ">1</td>" not in elena.get(PAGE).text
    session.refresh(request)


def test_only_librarians_see_the_rules(browse, cast) -> None:
    assert browse(cast.arta).get(PAGE).status_code in {403, 404}
    assert "/sign-in" in str(browse().get(PAGE).url)


@pytest.mark.parametrize("number", [0, -1, 99])
def test_a_page_of_drafts_beyond_the_end_is_the_last(browse, cast, number) -> None:
    assert browse(cast.elena).get(f"{PAGE}?number={number}").status_code == 200
