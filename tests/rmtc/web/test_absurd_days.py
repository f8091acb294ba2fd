"""Days at the ends of the calendar: a change of time zone or one more day leads out of it."""

import pytest

from tests.factories.courses import a_course, a_handmade_edition, a_run

FIRST, LAST = "0001-01-01", "9999-12-31"


@pytest.fixture
def run(session, cast):
    edition = a_handmade_edition(session, a_course(session), {"activity_id": 1, "title": "Lesson"})
    return a_run(session, edition, cast.mira)


@pytest.mark.parametrize(("starts", "ends"), [(f"{FIRST}T00:00", ""), ("2026-03-31T18:00", f"{LAST}T23:59")])
def test_a_date_of_a_run_lies_in_the_calendar(browse, cast, run, starts, ends) -> None:
    form = {"title": "Workshop", "starts": starts, "ends": ends}
    answer = browse(cast.mira).post(f"/teach/runs/{run.id}/dates", data=form)
    assert answer.status_code == 422
    assert "Please write a year from 1000 to 2999." in answer.text
    assert 'value="Workshop"' in answer.text


@pytest.mark.parametrize("changed", [{"starts": FIRST}, {"ends": LAST}])
def test_a_run_lies_in_the_calendar(browse, cast, run, changed) -> None:
    form = {"code": run.code, "title": run.title, "starts": "2026-03-01", "ends": "2026-04-01", "language": "en"}
    answer = browse(cast.mira).post(f"/teach/runs/{run.id}/settings", data=form | changed)
    assert answer.status_code == 422
    assert "Please write a year from 1000 to 2999." in answer.text
