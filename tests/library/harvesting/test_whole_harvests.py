"""Every client, verb and format harvests all public records and only those, while records change under it."""

import itertools

import pytest

from library.resources.forms import ResourceForm, WithdrawalForm
from library.resources.models import AccessLevel
from library.resources.services import edit_resource, withdraw_resource
from tests.factories.library import make_record

COUNT, PART = 30, 4
WAYS = list(itertools.product(["sickle", "scythe"], ["ListRecords", "ListIdentifiers"], ["oai_dc", "oai_openaire"]))


@pytest.fixture(params=WAYS, ids=["-".join(way) for way in WAYS])
def harvest(request, monkeypatch):
    """The headers of a harvest by one of the clients, in small parts."""
    monkeypatch.setattr("library.harvesting.repository.PART", PART)
    name, verb, prefix = request.param
    client = request.getfixturevalue(name)

    def headers(begins=None, ends=None):
        if name == "sickle":
            window = {key: value for key, value in (("from", begins), ("until", ends)) if value}
            found = getattr(client, verb)(metadataPrefix=prefix, **window)
        else:
            ask = client.list_records if verb == "ListRecords" else client.list_identifiers
            found = ask(metadata_prefix=prefix, from_=begins, until=ends)
        return (getattr(one, "header", one) for one in found)

    return headers


def edit(session, resource, **fields) -> None:
    edit_resource(session, resource, ResourceForm(**{"title": resource.title, "language": "en"} | fields), by=None)


def number(header) -> int:
    return int(header.identifier.rpartition(":")[2])


def test_no_public_record_is_missed_and_no_private_one_given(harvest, session) -> None:
    records = [make_record(session, f"Record {count}") for count in range(COUNT)]
    for level in (AccessLevel.STAFF, AccessLevel.SIGNED_IN):
        make_record(session, "Closed from the beginning", access=level)
    found: dict[int, bool] = {}

    for place, header in enumerate(harvest()):
        assert number(header) not in found
        found[number(header)] = header.deleted
        if place == 1:  # inside the first part, before the second is asked for
            edit(session, records[-1], title="Changed while the harvest went on")
            withdraw_resource(session, records[-2], WithdrawalForm(reason="Asked by its author"), by=None)
            edit(session, records[-3], access=AccessLevel.SIGNED_IN)
            session.commit()
            added = make_record(session, "Added while the harvest went on")

    assert list(found) == [*(one.id for one in records), added.id]
    assert {key for key, is_deleted in found.items() if is_deleted} == {records[-2].id, records[-3].id}


def test_a_window_holds_both_its_ends_by_day_and_by_second(harvest, session) -> None:
    records = [make_record(session, f"Record {count}") for count in range(PART)]
    stamp = next(harvest()).datestamp

    for begins, ends in ((stamp, stamp), (stamp[:10], stamp[:10]), (None, stamp), (stamp[:10], None)):
        assert records[0].id in [number(header) for header in harvest(begins, ends)]
