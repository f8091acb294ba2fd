"""Whole harvests by other people's clients, while records change, go and close."""

import datetime as dt

import pytest
import time_machine

from library.collections.forms import CollectionForm
from library.collections.services import add_collection
from library.resources.forms import ResourceForm, WithdrawalForm
from library.resources.models import AccessLevel
from library.resources.services import edit_resource, publish_resource, withdraw_resource
from tests.factories.library import make_record

COUNT = 60


def edit(session, resource, **fields) -> None:
    edit_resource(session, resource, ResourceForm(**{"title": resource.title, "language": "en"} | fields), by=None)
    session.commit()


def withdraw(session, resource) -> None:
    withdraw_resource(session, resource, WithdrawalForm(reason="Asked by its author"), by=None)
    session.commit()


def number(header) -> int:
    return int(header.identifier.rpartition(":")[2])


@pytest.fixture
def records(session):
    return [make_record(session, f"Record {count}") for count in range(COUNT)]


@pytest.fixture(params=["sickle", "scythe"])
def harvest(request):
    """A harvest of everything with one of the clients."""
    client = request.getfixturevalue(request.param)
    if request.param == "sickle":
        return lambda **options: client.ListRecords(metadataPrefix="oai_dc", **options)
    return lambda **options: client.list_records(metadata_prefix="oai_dc", **options)


def test_a_quiet_harvest_finds_every_public_record_once(harvest, session, records) -> None:
    make_record(session, "Closed", access=AccessLevel.STAFF)

    assert [number(one.header) for one in harvest()] == [one.id for one in records]


def test_nothing_is_missed_doubled_or_shown_while_records_change(harvest, session, records) -> None:
    """Of those delivered and of those to come, one each is changed, withdrawn and closed; one is added."""
    found = {}
    for place, one in enumerate(harvest()):
        assert number(one.header) not in found
        found[number(one.header)] = one
        if place == 10:
            for changed in (records[0], records[-1]):
                edit(session, changed, title="Another title")
            for gone in (records[1], records[-2]):
                withdraw(session, gone)
            for closed in (records[2], records[-3]):
                edit(session, closed, access=AccessLevel.SIGNED_IN)
            added = make_record(session, "New")

    assert list(found) == [*(one.id for one in records), added.id]
    assert found[records[-1].id].metadata["title"] == ["Another title"]
    deleted = {key for key, one in found.items() if one.header.deleted}
    assert deleted == {records[-2].id, records[-3].id}


def test_the_next_harvest_brings_what_changed_during_the_last(scythe, session, records) -> None:
    began = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    with time_machine.travel(began, tick=False):
        list(scythe.list_records(metadata_prefix="oai_dc"))
        edit(session, records[0], title="Another title")
        withdraw(session, records[1])
        edit(session, records[2], access=AccessLevel.STAFF)

    brought = {
        number(one.header): one.header.deleted for one in scythe.list_records(from_=f"{began:%Y-%m-%dT%H:%M:%SZ}")
    }

    assert brought == {records[0].id: False, records[1].id: True, records[2].id: True}


def test_a_closed_record_is_announced_again_when_it_opens(scythe, session) -> None:
    resource = make_record(session)
    edit(session, resource, access=AccessLevel.STAFF)
    closed = scythe.get_record(identifier=f"oai:127.0.0.1:{resource.id}").header
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=1)):
        edit(session, resource, access=AccessLevel.STAFF, title="Changed behind the door")
        assert scythe.get_record(identifier=f"oai:127.0.0.1:{resource.id}").header.datestamp == closed.datestamp
        edit(session, resource, access=AccessLevel.PUBLIC)

    again = scythe.get_record(identifier=f"oai:127.0.0.1:{resource.id}").header

    assert (closed.deleted, again.deleted) == (True, False)
    assert again.datestamp > closed.datestamp


def test_sets_narrow_a_harvest_and_contain_what_stands_below(scythe, session) -> None:
    add_collection(session, CollectionForm(key="laws", titles={"en": "Laws"}), by=None)
    add_collection(session, CollectionForm(key="asylum", titles={"en": "Asylum"}, parent="laws"), by=None)
    add_collection(session, CollectionForm(key="staff-room", titles={"en": "For us"}), by=None)
    asylum = make_record(session, "Asylum", kind="law", collections=["asylum"])
    report = make_record(session, "Report", kind="report")
    make_record(session, "Closed", kind="data", collections=["staff-room"], access=AccessLevel.STAFF)

    specs = {one.setSpec: one.setName for one in scythe.list_sets()}

    assert list(specs) == ["kind:law", "kind:report", "collection:laws", "collection:laws:asylum"]
    assert specs["collection:laws:asylum"] == "Asylum"
    for spec, expected in {"collection:laws": asylum, "kind:report": report}.items():
        headers = list(scythe.list_identifiers(metadata_prefix="oai_dc", set_=spec))
        assert [number(one) for one in headers] == [expected.id]


def test_a_list_ends_well_when_what_was_left_moves_out_of_the_set(scythe, session) -> None:
    laws = [make_record(session, f"Law {count}", kind="law") for count in range(26)]
    found = []
    for one in scythe.list_records(metadata_prefix="oai_dc", set_="kind:law"):
        found.append(number(one.header))
        if len(found) == 5:
            edit(session, laws[-1], kind="report")

    assert set(found) == {one.id for one in laws[:-1]}


def test_the_same_token_gives_the_same_part(visitor, session, records) -> None:
    first = visitor.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").text
    token = first.partition("resumptionToken")[2].partition(">")[2].partition("<")[0]

    def part() -> str:
        return visitor.get(f"/oai?verb=ListRecords&resumptionToken={token}").text.partition("<ListRecords")[2]

    assert part() == part() != ""
    assert "badResumptionToken" in visitor.get(f"/oai?verb=ListIdentifiers&resumptionToken={token}").text
    assert "badResumptionToken" in visitor.get(f"/oai?verb=ListRecords&resumptionToken=A{token}").text


def test_a_draft_is_announced_when_it_is_published(scythe, session) -> None:
    make_record(session)
    draft = make_record(session, "Draft", publish=False)
    publish_resource(session, draft, by=None)
    session.commit()

    assert draft.id in [number(one) for one in scythe.list_identifiers(metadata_prefix="oai_dc")]
