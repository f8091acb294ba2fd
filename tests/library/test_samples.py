"""The demonstration library: made by the services, whole, found; made once."""

from sqlalchemy import func, select

from library.collections.models import Collection, Subject
from library.resources.models import FileState, Resource, ResourceFile, ResourceState
from library.samples.loader import load_library


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
