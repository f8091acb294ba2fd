"""Clients of others, speaking to the site of a test in this process."""

import pytest
from oaipmh_scythe import Scythe
from sickle import Sickle

ADDRESS = "http://127.0.0.1:8000/oai"


@pytest.fixture(autouse=True)
def short_parts(monkeypatch) -> None:
    """Parts of 25 records, so that a list of some dozens comes in several."""
    monkeypatch.setattr("library.harvesting.repository.PART", 25)


@pytest.fixture
def scythe(visitor):
    """oaipmh-scythe, whose requests the test's browser sends."""
    with Scythe(ADDRESS) as client:
        client._client = visitor
        yield client


@pytest.fixture
def sickle(visitor, monkeypatch):
    """Sickle, whose requests the test's browser sends."""

    class Answered:
        def __init__(self, response):
            self.content, self.text, self.encoding = response.content, response.text, "utf-8"
            self.status_code = response.status_code

        def raise_for_status(self):
            assert self.status_code == 200

    monkeypatch.setattr("sickle.app.requests.get", lambda url, params, **_: Answered(visitor.get(url, params=params)))
    return Sickle(ADDRESS)
