"""Annual reviews at the desk: entering, changing, removing; wrong forms, and who may not."""

from datetime import date

import pytest
from sqlalchemy import select

from library.plan_reviews.models import PlanReview
from rmtc.audit.models import AuditEntry
from tests.factories.library import make_record
from tests.factories.plan_reviews import a_review
from tests.factories.plans import a_plan

FORM = {
    "year": "2024",
    "reported_on": "2025-02-03",
    "text": "Two houses were bought.\n\nThe training was held.",
    "language": "en",
    "source": "Report to the local assembly, 3 February 2025",
    "report_id": "",
}


def test_a_review_is_entered_changed_and_removed(browse, cast, session) -> None:
    plan, report = a_plan(session), make_record(session, "Report for 2024")
    elena, desk = browse(cast.elena), f"/desk/plans/{plan.resource_id}/reviews"
    assert "No year of the plan has been reviewed yet." in elena.get(desk).text
    assert 'value="2024"' in elena.get(f"{desk}/new?year=2024").text
    page = elena.post(desk, data={**FORM, "report_id": str(report.id)})
    assert page.status_code == 200 and "The review is saved." in page.text
    assert "Two houses were bought." in page.text and "Report for 2024" in page.text
    assert "No review on record for 2023, 2025" in page.text
    assert "Enter the review for 2023" in page.text and f'href="{desk}/new?year=2025"' in page.text
    review = session.scalars(select(PlanReview)).one()
    assert (review.year, review.reported_on, review.report_id) == (2024, date(2025, 2, 3), report.id)
    assert (review.language, review.source, review.entered_by) == ("en", FORM["source"], cast.elena.id)
    form = elena.get(f"{desk}/2024").text
    assert 'value="2025-02-03"' in form and f'value="{report.id}"' in form and "The training was held." in form
    changed = elena.post(f"{desk}/2024", data={**FORM, "year": "2023", "text": "One house was bought."})
    assert "One house was bought." in changed.text and "Two houses" not in changed.text
    assert elena.get(f"{desk}/2024").status_code == 404
    assert "The review is removed." in elena.post(f"{desk}/2023/removal").text
    session.expire_all()
    assert session.scalars(select(PlanReview)).all() == []
    done = (
        select(AuditEntry.what, AuditEntry.by).where(AuditEntry.what.startswith("plan_review.")).order_by(AuditEntry.id)
    )
    assert [tuple(row) for row in session.execute(done)] == [
        (f"plan_review.{what}", cast.elena.id) for what in ("added", "edited", "removed")
    ]


def test_there_is_one_review_of_a_plan_and_year(browse, cast, session) -> None:
    plan, other = a_plan(session), a_plan(session, "ada")
    for year in (2023, 2024):
        a_review(session, plan, year)
    elena, desk = browse(cast.elena), f"/desk/plans/{plan.resource_id}/reviews"
    for path in (desk, f"{desk}/2023"):
        page = elena.post(path, data={**FORM, "text": "Once more."})
        assert page.status_code == 422 and "There is a review for this year already." in page.text
        assert "Once more." in page.text
    assert elena.post(f"{desk}/2024", data=FORM).status_code == 200
    assert elena.post(f"/desk/plans/{other.resource_id}/reviews", data=FORM).status_code == 200
    session.expire_all()
    found = select(PlanReview.plan_id, PlanReview.year).order_by(PlanReview.plan_id, PlanReview.year)
    assert [tuple(row) for row in session.execute(found)] == [
        (plan.resource_id, 2023), (plan.resource_id, 2024), (other.resource_id, 2024),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("year", "", "Please fill this in."),
        ("year", "soon", "Please write a whole number."),
        ("year", "2022", "The plan is for the years 2023 to 2199."),
        ("year", "99999999999", "This must be at most 2100."),
        ("reported_on", "2023-12-31", "A report is not older than the year it is about."),
        ("reported_on", "2099-01-01", "This day is still to come."),
        ("reported_on", "soon", "Please write a date"),
        ("text", "", "Please fill this in."),
        ("text", "x" * 5001, "5,000"),
        ("language", "xx", "language"),
        ("source", "", "Please fill this in."),
        ("report_id", "first", "Please write a whole number."),
        ("report_id", "999999", "There is no such record."),
        ("report_id", "plan", "This is the record of the plan itself."),
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed(browse, cast, session, field, value, message) -> None:
    plan = a_plan(session, years=(2023, 2099))
    a_review(session, plan, 2023)
    typed = {**FORM, "source": "Gazette 7", field: str(plan.resource_id) if value == "plan" else value}
    message = message.replace("2199", "2099")
    for path in ("", "/2023"):
        page = browse(cast.elena).post(f"/desk/plans/{plan.resource_id}/reviews{path}", data=typed)
        assert page.status_code == 422
        assert message in page.text and f'id="{field}-error"' in page.text
        assert field == "source" or "Gazette 7" in page.text
        assert field == "text" or "Two houses were bought." in page.text
    session.expire_all()
    assert session.scalars(select(PlanReview.text)).all() == ["Two houses were repaired in 2023."]


def test_a_year_to_come_has_no_review(browse, cast, session) -> None:
    plan = a_plan(session, years=(2023, 2099))
    late = {**FORM, "year": "2098", "reported_on": "2098-12-31"}
    page = browse(cast.elena).post(f"/desk/plans/{plan.resource_id}/reviews", data=late)
    assert page.status_code == 422 and "still to come" in page.text


def test_the_reviews_are_for_those_who_may_change_the_plan(browse, cast, session) -> None:
    plan = a_plan(session)
    a_review(session, plan, 2024)
    desk = f"/desk/plans/{plan.resource_id}/reviews"
    for path in (desk, f"{desk}/new", f"{desk}/2024"):
        assert browse(cast.elena).get(path).status_code == 200
        assert browse(cast.mira).get(path).status_code == 200
        assert browse(cast.arta).get(path).status_code == 403
        assert "/sign-in" in str(browse().get(path, follow_redirects=False).headers["location"])
    for path in (desk, f"{desk}/2024", f"{desk}/2024/removal"):
        assert browse(cast.arta).post(path, data=FORM).status_code == 403
        assert browse().post(path, data=FORM).status_code == 401
        elsewhere = browse(cast.elena).post(path, data=FORM, headers={"sec-fetch-site": "cross-site"})
        assert elsewhere.status_code == 403
        assert browse(cast.elena).post(path, data={**FORM, "csrf_token": "old"}).status_code == 403
    session.expire_all()
    assert session.scalars(select(PlanReview.text)).all() == ["Two houses were repaired in 2024."]


def test_what_is_not_there_is_not_found(browse, cast, session) -> None:
    plan, elena = a_plan(session), browse(cast.elena)
    for path in (f"{plan.resource_id}/reviews/2024", f"{plan.resource_id}/reviews/99999999999999", "999999/reviews"):
        assert elena.get(f"/desk/plans/{path}").status_code == 404
        assert elena.post(f"/desk/plans/{path}", data=FORM).status_code == 404
    assert elena.get("/desk/plans/999999/reviews/new").status_code == 404
    assert elena.post(f"/desk/plans/{plan.resource_id}/reviews/2024/removal").status_code == 404


def test_the_reviews_go_with_the_facts_of_the_plan(browse, cast, session) -> None:
    plan, report = a_plan(session), make_record(session, "Report for 2024")
    a_review(session, plan, 2024, report_id=report.id)
    page = browse(cast.elena).post(f"/desk/plans/{plan.resource_id}/removal")
    assert page.status_code == 200
    session.expire_all()
    assert session.scalars(select(PlanReview)).all() == []
    assert browse().get(f"/library/{report.id}").status_code == 200
