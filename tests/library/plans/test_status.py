"""Where a plan stands on a day: exactly one status, in the order of time, whatever its dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.plans.status import Dates, Status, ends_soon, months_later

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
ORDER = list(Status)


@st.composite
def plan_dates(draw: st.DrawFn) -> Dates:
    starts = draw(DAYS)
    ends = starts + timedelta(days=draw(st.integers(0, 4000)))
    return Dates(
        adopted_on=draw(st.none() | DAYS),
        starts=starts,
        ends=ends,
        extended_to=draw(st.none() | st.integers(1, 1000).map(lambda more: ends + timedelta(days=more))),
        superseded_on=draw(st.none() | DAYS),
    )


def spelled_out(dates: Dates, day: date) -> Status:
    """The rule once more, as a set of statements of which exactly one must hold."""
    adopted = dates.adopted_on is not None and dates.adopted_on <= day
    replaced = adopted and dates.superseded_on is not None and dates.superseded_on <= day
    own = adopted and not replaced
    last = dates.extended_to or dates.ends
    holds = {
        Status.DRAFT: not adopted,
        Status.SUPERSEDED: replaced,
        Status.ADOPTED: own and day < dates.starts,
        Status.IN_FORCE: own and dates.starts <= day <= dates.ends,
        Status.EXTENDED: own and dates.ends < day <= last,
        Status.EXPIRED: own and max(last, dates.starts - timedelta(days=1)) < day,
    }
    (found,) = [status for status, is_so in holds.items() if is_so]
    return found


@given(plan_dates(), DAYS)
def test_exactly_one_status_holds_on_any_day(dates: Dates, day: date) -> None:
    assert dates.status(day) is spelled_out(dates, day)
    assert dates.is_valid(day) == (dates.status(day) in {Status.IN_FORCE, Status.EXTENDED})


@given(plan_dates(), DAYS, st.integers(0, 5000))
def test_time_never_goes_back(dates: Dates, day: date, later: int) -> None:
    assert ORDER.index(dates.status(day)) <= ORDER.index(dates.status(day + timedelta(days=later)))


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2022, 11, 30), Status.DRAFT),
        (date(2022, 12, 1), Status.ADOPTED),
        (date(2022, 12, 31), Status.ADOPTED),
        (date(2023, 1, 1), Status.IN_FORCE),
        (date(2027, 12, 31), Status.IN_FORCE),
        (date(2028, 1, 1), Status.EXTENDED),
        (date(2028, 6, 30), Status.EXTENDED),
        (date(2028, 7, 1), Status.EXPIRED),
        (date(2029, 1, 1), Status.SUPERSEDED),
    ],
)
def test_the_days_on_the_edge(day: date, status: Status) -> None:
    dates = Dates(date(2022, 12, 1), date(2023, 1, 1), date(2027, 12, 31), date(2028, 6, 30), date(2029, 1, 1))
    assert dates.status(day) is status


@given(DAYS, st.integers(0, 60))
def test_so_many_months_later_is_in_the_right_month(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_twelve_months_are_counted_to_the_day() -> None:
    assert ends_soon(date(2027, 11, 22), date(2026, 11, 22))
    assert not ends_soon(date(2027, 11, 23), date(2026, 11, 22))
    assert ends_soon(date(2025, 2, 28), date(2024, 2, 29))
