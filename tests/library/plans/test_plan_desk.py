"""Plans at the desk: describing, changing, removing; wrong forms, and who may not."""

import re

import pytest
from sqlalchemy import select

from library.plans.models import ActionPlan, PlanTopic
from library.resources.models import Resource, ResourceState
from rmtc.audit.models import AuditEntry
from tests.factories.library import make_record
from tests.factories.plans import a_plan

FORM = {
    "title": "Локални акциони план 2023–2027",
    "language": "sr-Cyrl",
    "record": "",
    "municipality": "plandiste",
    "starts": "2023",
    "ends": "2027-06",
    "extended_to": "",
    "adopted_on": "2022-12-20",
    "adopted_by": "assembly",
    "council": "formed",
    "council_formed_on": "",
    "groups": ["returnees"],
    "themes": ["health", "youth"],
    "budget": "1.250.000,50",
    "currency": "RSD",
    "institution_id": "",
    "replaces_id": "",
    "source": "Service gazette 12/2022",
    "source_url": "",
    "checked_on": "2026-11-01",
}


def test_a_plan_is_described_with_a_draft_of_its_record(browse, cast, session) -> None:
    elena = browse(cast.elena)
    page = elena.post("/desk/plans", data=FORM)
    assert page.status_code == 200 and "The plan is saved." in page.text
    plan = session.scalars(select(ActionPlan)).one()
    resource = session.get_one(Resource, plan.resource_id)
    assert (resource.kind, resource.state, resource.title) == ("action_plan", ResourceState.DRAFT, FORM["title"])
    assert (str(plan.starts), str(plan.ends), str(plan.budget)) == ("2023-01-01", "2027-06-30", "1250000.50")
    topics = select(PlanTopic.axis, PlanTopic.key).order_by(PlanTopic.key)
    assert [tuple(row) for row in session.execute(topics)] == [
        ("theme", "health"), ("group", "returnees"), ("theme", "youth"),
    ]  # fmt: skip
    form = elena.get(f"/desk/plans/{plan.resource_id}").text
    assert 'value="2027-06-30"' in form and 'value="1,250,000.5"' in form and 'value="health" checked' in form
    assert len(elena.queries) <= 25
    changed = elena.post(f"/desk/plans/{plan.resource_id}", data={**FORM, "ends": "2028", "themes": ["labour"]})
    assert "2023–2028" in changed.text and "Labour shortages" in changed.text and "Health and" not in changed.text
    assert "Локални акциони план 2023–2027" in elena.get("/desk/plans").text
    assert len(elena.queries) <= 25
    elena.post(f"/desk/plans/{plan.resource_id}/removal")
    assert elena.get(f"/desk/plans/{plan.resource_id}").status_code == 404
    assert session.get(Resource, resource.id) is not None
    done = select(AuditEntry.what).where(AuditEntry.subject_kind == "plan").order_by(AuditEntry.id)
    assert session.scalars(done).all() == ["plan.added", "plan.edited", "plan.removed"]


@pytest.mark.parametrize("language", ["en", "sr-Cyrl"])
@pytest.mark.parametrize(
    ("typed", "kept"),
    [("7500000", "7500000.00"), ("500,500", "500500.00"), ("500.500", "500500.00"), ("1 250,5", "1250.50")],
)
def test_an_amount_stays_the_same_when_its_form_is_saved_again(browse, cast, session, language, typed, kept) -> None:
    cast.elena.language = language
    session.commit()
    elena = browse(cast.elena)
    elena.post("/desk/plans", data={**FORM, "budget": typed})
    plan = session.scalars(select(ActionPlan)).one()
    for _ in range(2):
        session.refresh(plan)
        assert str(plan.budget) == kept
        form = elena.get(f"/desk/plans/{plan.resource_id}").text
        shown = re.search(r'name="budget"[^>]* value="([^"]+)"', form)
        assert shown is not None
        again = {**FORM, "budget": shown[1]}
        assert elena.post(f"/desk/plans/{plan.resource_id}", data=again).status_code == 200


def test_a_record_that_is_there_is_described_once(browse, cast, session) -> None:
    number = make_record(session, "Plan of Ada", kind="plan").id
    mira = browse(cast.mira)
    bare = make_record(session, "Another", kind="action_plan").id
    assert "Plan of Ada" in mira.get(f"/desk/plans/new?record={number}").text
    named = {**FORM, "title": "", "record": str(number), "municipality": "ada"}
    assert mira.post("/desk/plans", data=named).status_code == 200
    assert str(mira.get(f"/desk/plans/new?record={number}").url).endswith(f"/desk/plans/{number}")
    assert "not described yet" in browse().get(f"/library/plans/{bare}").text
    again = mira.post("/desk/plans", data=named)
    assert again.status_code == 422 and "described as a plan already" in again.text
    nowhere = mira.post("/desk/plans", data={**named, "record": "999999"})
    assert nowhere.status_code == 422 and "There is no such record." in nowhere.text


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "Please fill this in."),
        ("municipality", "atlantis", "Please choose one of the options."),
        ("municipality", "nis-palilula", "Please choose one of the options."),
        ("starts", "soon", "Please write a date"),
        ("ends", "2022", "The plan cannot end before it begins."),
        ("ends", "2023-13", "Please write a date"),
        ("extended_to", "2027-06-30", "An extension goes beyond the last day of the plan."),
        ("adopted_on", "0999-01-01", "Please choose a day between 1990 and 2100."),
        ("themes", "magic", "Please choose one of the options."),
        ("budget", "a lot", "Please write a number."),
        ("budget", "-5", "This must be at least 0."),
        ("currency", "XXX", "Please choose one of the options."),
        ("institution_id", "999999", "There is no such institution."),
        ("replaces_id", "999999", "Please choose a plan of the same local government."),
        ("source", "", "Please fill this in."),
        ("source_url", "javascript:alert(1)", "Please write a whole address that begins with https://."),
        ("checked_on", "", "Please fill this in."),
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed(browse, cast, session, field, value, message) -> None:
    page = browse(cast.elena).post("/desk/plans", data={**FORM, "decision": "No. 7", field: value})
    assert page.status_code == 422
    assert message in page.text and 'value="No. 7"' in page.text
    assert f'href="#{field}"' in page.text
    assert session.scalars(select(ActionPlan)).all() == []


def test_plans_do_not_replace_each_other_in_a_circle(browse, cast, session) -> None:
    elena, older = browse(cast.elena), a_plan(session, years=(2018, 2022))
    newer = a_plan(session, years=(2023, 2027), replaces_id=older.resource_id)
    elsewhere = a_plan(session, "ada")
    own = {name: value for name, value in FORM.items() if name not in {"title", "record", "language"}}
    for number, message in (
        (older.resource_id, "A plan cannot replace itself"),
        (newer.resource_id, "A plan cannot replace itself"),
        (elsewhere.resource_id, "of the same local government"),
    ):
        page = elena.post(f"/desk/plans/{older.resource_id}", data={**own, "replaces_id": str(number)})
        assert page.status_code == 422 and message in page.text


def test_the_desk_says_what_is_replaced(browse, cast, session) -> None:
    older = a_plan(session, years=(2018, 2035))
    a_plan(session, years=(2023, 2035), replaces_id=older.resource_id)
    page = browse(cast.elena).get("/desk/plans").text
    assert page.count(">Replaced<") == 1 and page.count(">In force<") == 1


def test_the_desk_of_plans_is_for_librarians_and_managers(browse, cast, session) -> None:
    number = a_plan(session).resource_id
    for path in ("/desk/plans", "/desk/plans/new", f"/desk/plans/{number}"):
        assert browse(cast.elena).get(path).status_code == 200
        assert browse(cast.mira).get(path).status_code == 200
        assert browse(cast.arta).get(path).status_code == 403
        assert "/sign-in" in str(browse().get(path, follow_redirects=False).headers["location"])
    for path in ("/desk/plans", f"/desk/plans/{number}", f"/desk/plans/{number}/removal"):
        assert browse(cast.arta).post(path, data=FORM).status_code == 403
        assert browse().post(path, data=FORM).status_code == 401
        elsewhere = browse(cast.elena).post(path, data=FORM, headers={"sec-fetch-site": "cross-site"})
        assert elsewhere.status_code == 403
        assert browse(cast.elena).post(path, data={**FORM, "csrf_token": "old"}).status_code == 403
    for number in (999_999, 99_999_999_999_999):
        assert browse(cast.elena).get(f"/desk/plans/{number}").status_code == 404
        assert browse(cast.elena).post(f"/desk/plans/{number}/removal").status_code == 404
    assert len(session.scalars(select(ActionPlan)).all()) == 1
