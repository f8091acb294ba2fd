"""Days begin at midnight in Plandište, whatever the clock of the machine says."""

from datetime import UTC, date, datetime

import pytest

from rmtc.clock import at, today


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 14, 22, 59, tzinfo=UTC), date(2026, 1, 14)),
        (datetime(2026, 1, 14, 23, 0, tzinfo=UTC), date(2026, 1, 15)),
        (datetime(2026, 7, 14, 21, 59, tzinfo=UTC), date(2026, 7, 14)),
        (datetime(2026, 7, 14, 22, 0, tzinfo=UTC), date(2026, 7, 15)),
    ],
)
def test_the_day_turns_at_midnight_in_plandiste(moment: datetime, day: date) -> None:
    with at(moment):
        assert today() == day
