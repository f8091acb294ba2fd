"""Bags of local action plans: facts, reviews, the plans before and after, the reports; in whichever order they come."""

import itertools
import json

import bagit
import pytest
from sqlalchemy import delete, select, update

from library.packages.bags import every_record, write_bag
from library.packages.unbagging import read_bag
from library.plan_reviews.models import PlanReview
from library.plans.models import ActionPlan, PlanTopic
from library.relations.forms import RelationForm
from library.relations.services import relate
from library.resources.models import Resource, ResourceRelation, ResourceState
from rmtc.accounts.models import Institution
from tests.factories.library import make_record
from tests.factories.plan_reviews import a_review
from tests.factories.plans import a_plan, give_file

OFFICE = "City of Vršac, office for migration"


@pytest.fixture
def held(session, site, tmp_path):
    """An older and a newer plan, the report of a year, and a paper that goes with it, each as a bag; all taken away."""
    office = Institution(name=OFFICE, country="RS")
    session.add(office)
    session.flush()
    facts = {"groups": ["returnees", "roma"], "themes": ["stigma"], "budget": "1250000.50"}
    facts |= {"institution_id": office.id, "extended_to": "2024-06-30", "period_note": "The cover says 2022."}
    older = a_plan(session, "vrsac", (2019, 2023), **facts)
    give_file(session, site, older)
    newer = a_plan(session, "vrsac", (2024, 2028), replaces_id=older.resource_id)
    report = make_record(session, "Report for 2024")
    paper = make_record(session, "Figures")
    relate(session, paper, RelationForm(sense="part_of", other=str(report.id)), by=None)
    relate(session, paper, RelationForm(sense="goes_with", other=str(newer.resource_id)), by=None)
    a_review(session, newer, 2024, report_id=report.id, language="sr-Latn", text="Kupljene su dve kuće.")
    a_review(session, newer, 2025)
    said = {}
    for number in every_record(session):
        write_bag(site, number, tmp_path / f"record-{number}")
        said[session.get(Resource, number).title] = tmp_path / f"record-{number}"
    for table in (PlanReview, PlanTopic, ActionPlan, ResourceRelation):
        session.execute(delete(table))
    session.execute(update(Resource).values(state=ResourceState.WITHDRAWN, withdrawn_reason="It moves."))
    session.commit()
    titles = ("Local plan of vrsac 2019", "Local plan of vrsac 2024", "Report for 2024", "Figures")
    return [said[title] for title in titles]


def spoken(folder):
    said = json.loads((folder / "data" / "metadata.json").read_text(encoding="utf-8"))
    return {name: said[name] for name in said if name not in {"number", "address", "published_at"}}


def in_no_order(said):
    return said | {"relations": sorted(said["relations"], key=lambda one: one["sense"])}


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::3])
def test_everything_comes_back_whichever_comes_first(order, held, session, site, tmp_path) -> None:
    numbers = {}
    for index in order:
        outcome = read_bag(site, held[index], dry_run=False)
        assert (outcome.what, str(outcome.sentence).count(".")) == ("added", 1), outcome
        numbers[index] = outcome.resource_id
    for index, number in numbers.items():
        write_bag(site, number, tmp_path / f"again-{index}")
        assert in_no_order(spoken(tmp_path / f"again-{index}")) == in_no_order(spoken(held[index]))
    older, newer = (session.get(ActionPlan, numbers[index]) for index in (0, 1))
    assert newer.replaces_id == older.resource_id
    assert (older.budget, older.extended_to.isoformat()) == (1250000.50, "2024-06-30")
    reviews = session.scalars(select(PlanReview).order_by(PlanReview.year)).all()
    assert [(one.plan_id, one.year, one.report_id) for one in reviews] == [
        (numbers[1], 2024, numbers[2]), (numbers[1], 2025, None),
    ]  # fmt: skip
    assert [(one.from_id, one.kind, one.to_id) for one in session.scalars(select(ResourceRelation))].count(
        (numbers[3], "part_of", numbers[2])
    ) == 1


def test_the_page_shows_what_came_back(held, session, site, visitor) -> None:
    numbers = [read_bag(site, bag, dry_run=False).resource_id for bag in held]
    page = visitor.get(f"/library/plans/{numbers[1]}").text
    assert "Kupljene su dve kuće." in page and f'href="/library/{numbers[2]}"' in page
    older = visitor.get(f"/library/plans/{numbers[0]}").text
    assert "The cover says 2022." in older and "Stigma and discrimination" in older and OFFICE in older


def test_a_trial_writes_nothing_and_a_second_time_adds_nothing(held, session, site) -> None:
    assert [read_bag(site, bag, dry_run=True).what for bag in held] == ["would add"] * 4
    assert session.scalars(select(ActionPlan)).all() == []
    assert [read_bag(site, bag, dry_run=False).what for bag in held] == ["added"] * 4
    assert [read_bag(site, bag, dry_run=False).what for bag in held] == ["known"] * 4
    assert len(session.scalars(select(PlanReview)).all()) == 2


def change(bag, alter) -> None:
    """Alter what a bag says, and sign it anew."""
    place = bag / "data" / "metadata.json"
    said = json.loads(place.read_text(encoding="utf-8"))
    alter(said)
    place.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    bagit.Bag(str(bag)).save(manifests=True)


def test_what_is_not_known_here_stays_outside_and_is_said(held, session, site) -> None:
    session.execute(update(Institution).where(Institution.name == OFFICE).values(name="Another office"))
    session.commit()
    outcome = read_bag(site, held[0], dry_run=False)
    assert outcome.what == "added" and f"The institution “{OFFICE}” is not known here." in str(outcome.sentence)
    change(held[1], lambda said: said["plan"]["reviews"][0].update(year=2019, reported_on="2020-01-01"))
    outcome = read_bag(site, held[1], dry_run=False)
    assert "The review for 2019 was left out. The plan is for the years 2024 to 2028." in str(outcome.sentence)
    assert session.scalars(select(PlanReview.year)).all() == [2025]


@pytest.mark.parametrize(
    ("fact", "value"),
    [("municipality", "atlantis"), ("starts", "soon"), ("ends", "1999-01-01"), ("budget", "-1"), ("themes", ["x"]),
     ("reviews", [{"year": "x"}]), ("replaces", {"sha256": "zz"}), ("source", "")],
)  # fmt: skip
def test_wrong_facts_refuse_the_bag_and_name_the_field(fact, value, held, session, site) -> None:
    change(held[1], lambda said: said["plan"].update({fact: value}))
    outcome = read_bag(site, held[1], dry_run=False)
    assert outcome.what == "refused"
    assert "What this bag says of the local action plan cannot be taken over: " + fact in str(outcome.sentence)
    assert session.scalars(select(ActionPlan)).all() == []


def test_numbers_of_another_site_mean_nothing_here(held, session, site, cast) -> None:
    other = a_plan(session, "vrsac", (2010, 2014))
    change(held[1], lambda said: said["plan"].update(replaces_id=other.resource_id, institution_id=1, replaces=None))
    change(held[1], lambda said: said["plan"]["reviews"][1].update(report_id=other.resource_id))
    plan = session.get(ActionPlan, read_bag(site, held[1], dry_run=False).resource_id)
    assert (plan.replaces_id, plan.institution_id) == (None, None)
    assert session.scalars(select(PlanReview.report_id)).all() == [None, None]


def test_a_plan_of_another_place_is_no_predecessor(held, session, site) -> None:
    change(held[1], lambda said: said["plan"].update(municipality="ada"))
    numbers = [read_bag(site, bag, dry_run=False).resource_id for bag in held[:2]]
    assert session.get(ActionPlan, numbers[1]).replaces_id is None


def test_a_name_that_means_two_records_means_none(held, session, site) -> None:
    for _each in range(2):
        make_record(session, "Report for 2024", kind="report")
    change(held[1], lambda said: said["plan"]["reviews"][0]["report"].update(kind="report"))
    read_bag(site, held[1], dry_run=False)
    assert session.scalars(select(PlanReview.report_id)).all() == [None, None]


def test_a_bag_nested_without_end_is_refused(held, site) -> None:
    (held[3] / "data" / "metadata.json").write_text("[" * 100_000)
    bagit.Bag(str(held[3])).save(manifests=True)
    assert read_bag(site, held[3], dry_run=False).what == "refused"
