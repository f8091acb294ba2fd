"""The demonstration library: made by the services, whole, found; made once."""

import re

from sqlalchemy import func, select

from library.collections.models import Collection, Subject, SubjectMatch
from library.resources.models import FileState, Resource, ResourceFile, ResourceState
from library.samples.loader import load_library
from rmtc.clock import today


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
