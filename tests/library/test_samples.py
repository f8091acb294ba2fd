"""The demonstration library: made by the services, whole, found; made once."""

import re
from datetime import UTC, date, datetime

from sqlalchemy import delete, func, select, update

from library.collections.models import Collection, Subject, SubjectMatch
from library.plan_reviews.models import PlanReview
from library.plans.models import ActionPlan
from library.resources.models import FileState, Resource, ResourceFile, ResourceState
from library.samples.loader import load_library
from rmtc.audit.models import AuditEntry
from rmtc.clock import at, today


def test_the_samples_are_loaded_once_and_found(session, site, visitor, work) -> None:
    made = load_library(site, by=None)

    assert made >= 30
    states = set(session.scalars(select(Resource.state)))
    assert states == {ResourceState.PUBLISHED}
    languages = set(session.scalars(select(Resource.language)))
    assert {"en", "sr-Cyrl", "sr-Latn", "sq", "mk"} <= languages
    assert set(session.scalars(select(ResourceFile.state))) == {FileState.READY}
    assert session.scalar(select(func.count()).select_from(Subject)) == 18
    assert session.scalar(select(func.count()).select_from(Collection)) == 5
    assert "Global Compact on Refugees" in visitor.get("/library?q=creator:refugees+compact").text
    assert load_library(site, by=None) == 0
    assert session.scalar(select(func.count()).select_from(Resource)) == made
    _check_matches(session, visitor)
    _check_reviews(session, visitor)


def test_a_site_of_an_earlier_version_gets_what_is_new(session, site) -> None:
    """Made last year, without reviews and matches; whatever somebody changed or took away stays so."""
    year = today().year - 1
    with at(datetime(year, 5, 1, tzinfo=UTC)):
        load_library(site, by=None)
    plans = {one.key: one.id for one in session.scalars(select(Resource).where(Resource.kind == "action_plan"))}
    mine = plans["example-plan-plandiste-1"]
    made = session.scalar(select(func.count()).select_from(Resource))

    def again() -> list[tuple[int, int]]:
        assert load_library(site, by=None) == 0
        assert session.scalar(select(func.count()).select_from(Resource)) == made
        session.expire_all()
        reviews = session.scalars(select(PlanReview).order_by(PlanReview.year))
        return [(one.plan_id, one.year) for one in reviews]

    def forget() -> None:
        session.execute(delete(PlanReview))
        session.execute(update(AuditEntry).where(AuditEntry.what.like("plan_review.%")).values(what="other"))
        session.commit()

    assert again() == [(mine, year - 5), (mine, year - 4)]
    session.execute(delete(PlanReview).where(PlanReview.year == year - 5))
    session.execute(delete(SubjectMatch))
    session.commit()
    assert again() == [(mine, year - 4)]
    assert session.scalar(select(func.count()).select_from(SubjectMatch)) == 14
    forget()
    assert again() == again() == [(mine, year - 5), (mine, year - 4)]
    for facts in ({"is_example": False}, {"is_example": True, "ends": date(year + 3, 12, 31)}):
        forget()
        session.execute(update(ActionPlan).where(ActionPlan.resource_id == mine).values(facts))
        session.commit()
        assert again() == []


def _check_matches(session, visitor) -> None:
    """Starter topics name their concepts in EuroVoc, each with the list it was looked up in and the day."""
    matches = session.scalars(select(SubjectMatch)).all()
    assert len(matches) == 14
    for match in matches:
        assert re.fullmatch(r"http://eurovoc\.europa\.eu/\d+", match.uri)
        assert "(June 2026), looked up on 22 November 2026" in match.source
    page = visitor.get("/library/subjects/refugees").text
    assert "http://eurovoc.europa.eu/2986" in page and "The same:" in page and "looked up on 22 November 2026" in page
    assert "EuroVoc" not in visitor.get("/library/subjects/minors").text


def _check_reviews(session, visitor) -> None:
    """An example plan shows the reviews of two years, marked as examples, and says which years have none."""
    plan = session.scalars(select(Resource).where(Resource.key == "example-plan-plandiste-1")).one()
    page = visitor.get(f"/library/plans/{plan.id}").text
    assert "This is an example made to show how plans are described." in page
    assert "An example, not a fact about the municipality." in page and "Пример, није чињеница о општини." in page
    assert page.count("Made up by the Centre for the demonstration.") == 3
    first = today().year - 5
    assert f"No review on record for {first + 2}, {first + 3}, {first + 4}</p>" in page
