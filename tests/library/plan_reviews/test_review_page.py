"""Annual reviews on the page of a plan: in order, with their reports where they may be seen, and what is missing."""

import pytest

from library.resources.models import AccessLevel, Resource, ResourceState
from tests.factories.library import make_record
from tests.factories.plan_reviews import a_review
from tests.factories.plans import a_plan


def test_the_page_shows_the_reviews_newest_first(visitor, session) -> None:
    plan, report = a_plan(session, years=(2021, 2025)), make_record(session, "Report for 2022")
    for year, facts in (
        (2022, {"report_id": report.id}),
        (2024, {"text": "<b>Three</b> houses.", "language": "sr-Latn"}),
    ):
        a_review(session, plan, year, **facts)
    page = visitor.get(f"/library/plans/{plan.resource_id}").text
    assert 0 < page.index("<h3>2024</h3>") < page.index("<h3>2022</h3>")
    assert '<p class="running" lang="sr-Latn">&lt;b&gt;Three&lt;/b&gt; houses.</p>' in page
    assert f'href="/library/{report.id}"' in page and "Report for 2022" in page
    assert "Report of 20 January 2023" in page and "Source: Report to the local assembly" in page
    assert "No review on record for 2021, 2023, 2025" in page
    assert "Change the reviews" not in page


def test_a_hidden_report_is_neither_linked_nor_named(browse, cast, session) -> None:
    plan = a_plan(session, years=(2021, 2025))
    hidden = {
        2021: make_record(session, "Signed in report", access=AccessLevel.SIGNED_IN),
        2022: make_record(session, "Staff report", access=AccessLevel.STAFF),
        2023: make_record(session, "Draft report", publish=False),
        2024: make_record(session, "Withdrawn report"),
    }
    for year, report in hidden.items():
        a_review(session, plan, year, report_id=report.id)
    session.get_one(Resource, hidden[2024].id).state = ResourceState.WITHDRAWN
    session.commit()
    seen = {
        who: [year for year, report in hidden.items()
              if f'href="/library/{report.id}"' in text or report.title in text]
        for who, text in (
            ("visitor", browse().get(f"/library/plans/{plan.resource_id}").text),
            ("arta", browse(cast.arta).get(f"/library/plans/{plan.resource_id}").text),
            ("elena", browse(cast.elena).get(f"/library/plans/{plan.resource_id}").text),
        )
    }  # fmt: skip
    assert seen == {"visitor": [], "arta": [2021], "elena": [2021, 2022]}
    text = browse().get(f"/library/plans/{plan.resource_id}").text
    assert all(f"Two houses were repaired in {year}." in text for year in hidden)


def test_a_report_that_was_merged_leads_to_the_record_that_stays(visitor, session) -> None:
    plan = a_plan(session, years=(2021, 2025))
    double, kept = make_record(session, "The double"), make_record(session, "The one that stays")
    a_review(session, plan, 2022, report_id=double.id)
    merged = session.get_one(Resource, double.id)
    merged.state, merged.merged_into_id = ResourceState.WITHDRAWN, kept.id
    session.commit()
    page = visitor.get(f"/library/plans/{plan.resource_id}").text
    assert f'href="/library/{kept.id}"' in page and "The double" not in page


@pytest.mark.parametrize(
    ("years", "facts", "missing"),
    [
        ((2019, 2021), {}, "2019, 2020, 2021"),
        ((2019, 2021), {"extended_to": "2022-06-30"}, "2019, 2020, 2021, 2022"),
        ((2019, 2021), {"adopted_on": None}, ""),
        ((2090, 2095), {}, ""),
    ],
)
def test_only_past_years_of_an_adopted_plan_are_missed(visitor, session, years, facts, missing) -> None:
    plan = a_plan(session, years=years, **facts)
    page = visitor.get(f"/library/plans/{plan.resource_id}").text
    assert (f"No review on record for {missing}</p>" in page) is bool(missing)
    assert ("No year of the plan has been reviewed yet." in page) is not bool(missing)


def test_a_plan_is_not_missed_after_it_was_replaced(visitor, session) -> None:
    older = a_plan(session, years=(2018, 2025))
    a_plan(session, years=(2021, 2025), replaces_id=older.resource_id)
    assert "No review on record for 2018, 2019, 2020</p>" in visitor.get(f"/library/plans/{older.resource_id}").text


def test_a_plan_that_is_hidden_hides_its_reviews(browse, cast, session) -> None:
    plan = a_plan(session, access=AccessLevel.STAFF)
    a_review(session, plan, 2024)
    for browser in (browse(), browse(cast.arta)):
        page = browser.get(f"/library/plans/{plan.resource_id}")
        assert page.status_code in {401, 403, 404} and "Two houses" not in page.text
    assert "Change the reviews" in browse(cast.elena).get(f"/library/plans/{plan.resource_id}").text


def test_reviews_cost_one_statement_however_many(browse, cast, session) -> None:
    plan = a_plan(session, years=(2000, 2025))
    costs: dict[str, list[int]] = {}
    for years in (range(2000, 2001), range(2001, 2021)):
        for year in years:
            a_review(session, plan, year, report_id=make_record(session, f"Report {year}").id)
        for browser, path, most in (
            (browse(), f"/library/plans/{plan.resource_id}", 12),
            (browse(cast.elena), f"/desk/plans/{plan.resource_id}/reviews", 25),
        ):
            for _again in range(2):
                page = browser.get(path)
            assert page.text.count("Two houses") == years.stop - 2000
            costs.setdefault(path, []).append(len(browser.queries))
            assert len(browser.queries) <= most
            assert sum("plan_reviews" in one for one in browser.queries) == 1
    assert all(few == many for few, many in costs.values())
