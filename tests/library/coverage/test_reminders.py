"""Reminders 180, 90 and 30 days before a plan ends: to whom, once each, and when not."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from library.coverage.jobs import send_reminders
from library.plans.models import PlanReminder
from library.resources.models import AccessLevel
from rmtc.accounts.models import Institution, RoleName
from rmtc.clock import at
from rmtc.mail.models import Mail
from tests.factories.plans import a_plan
from tests.letters import letters_to

LAST = date(2026, 12, 31)


@pytest.fixture
def town(session) -> Institution:
    institution = Institution(name="Municipality of Plandište", country="RS")
    session.add(institution)
    session.commit()
    return institution


@pytest.fixture
def vera(cast, town):
    """The coordinator of the town."""
    person = cast.make("Vera Coordinator", institution=town)
    cast.give(person, RoleName.COORDINATOR, "institution", town.id)
    return person


def run(site, days_before: int, last: date = LAST) -> None:
    day = last - timedelta(days=days_before)
    with at(datetime(day.year, day.month, day.day, 6, tzinfo=ZoneInfo("Europe/Belgrade"))):
        send_reminders(site, {})


def sent(session) -> list[int]:
    return list(session.scalars(select(PlanReminder.days).order_by(PlanReminder.id)))


def test_coordinators_are_told_three_times(session, site, cast, town, vera) -> None:
    plan = a_plan(session, years=(2022, 2026), institution_id=town.id)
    assert cast.elena
    for days in (200, 181, 180, 179, 91, 90, 89, 31, 30, 29, 1, 0, -1):
        run(site, days)
        run(site, days)
    assert sent(session) == [180, 90, 30]
    letters = letters_to(session, vera.email)
    assert len(letters) == 3 == session.scalar(select(func.count()).select_from(Mail))
    assert "The local action plan of Plandište ends on 31 December 2026" in letters[0].subject
    assert "in 180 days" in letters[0].text and "in 30 days" in letters[2].text
    assert f"/library/plans/{plan.resource_id}" in letters[0].text


def test_what_was_missed_is_not_made_up_for(session, site, town, vera) -> None:
    a_plan(session, years=(2022, 2026), institution_id=town.id)
    run(site, 20)
    assert sent(session) == [30]


def test_an_extension_begins_anew(session, site, town, vera) -> None:
    plan = a_plan(session, years=(2022, 2026), institution_id=town.id)
    run(site, 30)
    plan.extended_to = date(2027, 12, 31)
    session.commit()
    run(site, 29)
    run(site, 85, date(2027, 12, 31))
    assert sent(session) == [30, 90]


def test_nobody_is_told_of_what_is_followed_or_not_in_force(session, site, town, vera) -> None:
    a_plan(session, "plandiste", (2022, 2026), institution_id=town.id)
    a_plan(session, "plandiste", (2027, 2030), adopted_on=date(2026, 6, 1), institution_id=town.id)
    a_plan(session, "ada", (2022, 2026), adopted_on=None, institution_id=town.id)
    a_plan(session, "apatin", (2022, 2026), publish=False, institution_id=town.id)
    run(site, 30)
    assert sent(session) == []


def test_without_a_coordinator_the_librarians_are_told(session, site, cast, town) -> None:
    a_plan(session, years=(2022, 2026), institution_id=town.id)
    a_plan(session, "ada", years=(2022, 2026))
    assert cast.elena and cast.mira
    run(site, 90)
    assert len(letters_to(session, cast.elena.email)) == 2
    assert letters_to(session, cast.mira.email) == []


def test_a_plan_that_is_hidden_from_them_is_not_told_of(session, site, cast, town, vera) -> None:
    a_plan(session, years=(2022, 2026), institution_id=town.id, access=AccessLevel.STAFF)
    assert cast.elena
    run(site, 90)
    assert letters_to(session, vera.email) == []
    assert len(letters_to(session, cast.elena.email)) == 1


def test_letters_are_in_the_readers_language(session, site, town, vera) -> None:
    vera.language = "sr-Cyrl"
    a_plan(session, years=(2022, 2026), institution_id=town.id)
    run(site, 90)
    letter = letters_to(session, vera.email)[0]
    assert "Пландиште" in letter.subject and "31. децембра 2026." in letter.text and letter.language == "sr-Cyrl"


def test_a_closed_account_gets_no_letter(session, site, cast, town, vera) -> None:
    vera.state = "closed"
    a_plan(session, years=(2022, 2026), institution_id=town.id)
    assert cast.elena
    run(site, 90)
    assert letters_to(session, vera.email) == []
    assert len(letters_to(session, cast.elena.email)) == 1
