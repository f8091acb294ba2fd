"""What the validator of the registry of OAI repositories asks, one check of its list after the other.

The list is that of the program the registry publishes (HTTP::OAIPMH::Validator), in its order and its words for what
is expected; the requests are ours.
"""

import re

import pytest
import time_machine

from library.harvesting.envelopes import serialised
from library.harvesting.repository import Repository
from library.resources.models import AccessLevel
from tests.factories.library import make_record
from tests.library.harvesting.schemas import OAI, check_answer

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
SCHEME = f"{OAI}oai-identifier"
SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture
def ask(visitor):
    """An answer of the repository; every one is valid, dated in UTC, and names the schema of the protocol."""

    def asked(query=""):
        answer = visitor.get(f"/oai?{query}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/xml")
        root = check_answer(answer.content)
        assert SECOND.fullmatch(text(root, "responseDate"))
        assert root.get(f"{XSI}schemaLocation") == f"{OAI} {OAI}OAI-PMH.xsd"
        return root

    return asked


def texts(root, name):
    return [one.text for one in root.iter(f"{{{OAI}}}{name}")]


def text(root, name):
    found = texts(root, name)
    assert len(found) == 1, found
    return found[0]


def codes(root):
    return [one.get("code") for one in root.iter(f"{{{OAI}}}error")]


def test_identify(ask, session) -> None:
    make_record(session)
    root = ask("verb=Identify")

    assert text(root, "protocolVersion") == "2.0"
    assert text(root, "baseURL") == "http://127.0.0.1:8000/oai"
    assert text(root, "granularity") == "YYYY-MM-DDThh:mm:ssZ"
    assert SECOND.fullmatch(text(root, "earliestDatestamp"))
    assert re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text(root, "adminEmail"))
    assert "test" not in text(root, "adminEmail")
    assert not list(root.iter(f"{{{SCHEME}}}oai-identifier")), "a number is no name for a namespace"


def test_identify_describes_how_identifiers_are_made(session) -> None:
    make_record(session, "Closed", access=AccessLevel.STAFF)
    resource = make_record(session)
    site = "https://library.centre.example"
    repository = Repository(session, "Library", "library@centre.example", site, f"{site}/oai", b"key")
    answer = serialised(repository.answer([("verb", "Identify")]))
    root = check_answer(answer)

    [scheme] = root.iter(f"{{{SCHEME}}}oai-identifier")
    said = {one.tag.partition("}")[2]: one.text for one in scheme}
    assert f'<oai-identifier xmlns="{SCHEME}"'.encode() in answer
    assert said == {
        "scheme": "oai", "repositoryIdentifier": "library.centre.example", "delimiter": ":",
        "sampleIdentifier": f"oai:library.centre.example:{resource.id}",
    }  # fmt: skip


def test_sets_identifiers_formats_and_records_belong_together(ask, session) -> None:
    for kind in ("report", "law", "report"):
        make_record(session, f"A {kind}", kind=kind)

    spec = texts(ask("verb=ListSets"), "setSpec")[0]
    listed = ask(f"verb=ListIdentifiers&metadataPrefix=oai_dc&set={spec}")
    known = texts(listed, "identifier")[0]
    assert "oai_dc" in texts(ask(f"verb=ListMetadataFormats&identifier={known}"), "metadataPrefix")

    for prefix in texts(ask("verb=ListMetadataFormats"), "metadataPrefix"):
        record = ask(f"verb=GetRecord&identifier={known}&metadataPrefix={prefix}")
        stamp = text(record, "datestamp")
        assert SECOND.fullmatch(stamp)
        assert spec in texts(record, "setSpec")
        window = ask(f"verb=ListRecords&from={stamp}&until={stamp}&metadataPrefix={prefix}")
        assert known in texts(window, "identifier")


def test_an_empty_library_has_no_sets_and_no_records(ask) -> None:
    assert codes(ask("verb=ListSets")) == ["noSetHierarchy"]
    assert codes(ask("verb=ListRecords&metadataPrefix=oai_dc")) == ["noRecordsMatch"]
    assert SECOND.fullmatch(text(ask("verb=Identify"), "earliestDatestamp"))


@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
def test_resumption(ask, session, monkeypatch, verb) -> None:
    """The first part has cursor 0 and a token with content, the last an empty one; an unlimited short list none."""
    monkeypatch.setattr("library.harvesting.repository.PART", 2)
    numbers = [f"oai:127.0.0.1:{make_record(session, f'Record {count}').id}" for count in range(13)]
    query, found, cursors = f"verb={verb}&metadataPrefix=oai_dc", [], []
    while query:
        root = ask(query)
        found += texts(root, "identifier")
        [end] = root.iter(f"{{{OAI}}}resumptionToken")
        cursors.append(int(end.get("cursor")))
        assert end.get("completeListSize") == "13"
        query = f"verb={verb}&resumptionToken={end.text}" if end.text else ""

    assert found == numbers
    assert cursors == list(range(0, 13, 2 if verb == "ListRecords" else 6))
    monkeypatch.setattr("library.harvesting.repository.PART", 25)
    assert not texts(ask(f"verb={verb}&metadataPrefix=oai_dc"), "resumptionToken")


ERRORS = [
    ("junk", {"badVerb"}),
    ("verb=junk", {"badVerb"}),
    ("verb=GetRecord&metadataPrefix=oai_dc", {"badArgument"}),
    ("verb=GetRecord&identifier=KNOWN", {"badArgument"}),
    ('verb=GetRecord&identifier=invalid"id&metadataPrefix=oai_dc', {"badArgument", "idDoesNotExist"}),
    ("verb=ListIdentifiers&until=junk", {"badArgument"}),
    ("verb=ListIdentifiers&from=junk", {"badArgument"}),
    ("verb=ListIdentifiers&resumptionToken=junk&until=2000-02-05", {"badArgument"}),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=junk", {"badArgument"}),
    ("verb=ListRecords&resumptionToken=junk", {"badResumptionToken"}),
    ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=junk&until=1990-01-10", {"badArgument"}),
    ("verb=ListRecords&metadataPrefix=oai_dc&until=junk", {"badArgument"}),
    ("verb=ListRecords", {"badArgument"}),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2002-02-05&until=2002-02-06T05:35:00Z", {"badArgument"}),
]


@pytest.mark.parametrize(("query", "allowed"), ERRORS)
def test_errors(ask, session, query, allowed) -> None:
    known = make_record(session)

    assert set(codes(ask(query.replace("KNOWN", f"oai:127.0.0.1:{known.id}")))) <= allowed
    assert codes(ask(query)), "an error was expected"


def test_nothing_is_older_than_the_earliest_stamp(ask, session) -> None:
    with time_machine.travel("2024-02-29T23:59:59Z", tick=False):
        make_record(session)
    make_record(session)

    earliest = text(ask("verb=Identify"), "earliestDatestamp")
    year_before = f"{int(earliest[:4]) - 1}{earliest[4:]}"

    assert min(texts(ask("verb=ListIdentifiers&metadataPrefix=oai_dc"), "datestamp")) == earliest
    assert codes(ask(f"verb=ListRecords&metadataPrefix=oai_dc&until={year_before}")) == ["noRecordsMatch"]


def test_a_day_is_a_window_and_the_future_is_empty(ask, session) -> None:
    with time_machine.travel("2024-02-29T23:59:58Z", tick=False):
        late = make_record(session)
    with time_machine.travel("2024-03-01T00:00:01Z", tick=False):
        early = make_record(session)
    for day, one in (("2024-02-29", late), ("2024-03-01", early)):
        for verb in ("ListRecords", "ListIdentifiers"):
            root = ask(f"verb={verb}&metadataPrefix=oai_dc&from={day}&until={day}")
            assert texts(root, "identifier") == [f"oai:127.0.0.1:{one.id}"]
    assert codes(ask("verb=ListRecords&metadataPrefix=oai_dc&from=2099-01-01")) == ["noRecordsMatch"]
    assert codes(ask("verb=identify")) == ["badVerb"]


def test_answers_are_packed_for_those_who_can_unpack_them(visitor, session) -> None:
    """Identify names the ways, and plain answers stay plain (OAI-PMH 2.0, section 3.1.3)."""
    make_record(session, "A record " + "of many words " * 30)
    address = "/oai?verb=ListRecords&metadataPrefix=oai_dc"
    plain = visitor.get(address, headers={"accept-encoding": "identity"})
    packed = visitor.get(address, headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers and packed.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert text(check_answer(visitor.get("/oai?verb=Identify").content), "compression") == "gzip"
    assert texts(check_answer(packed.content), "identifier") == texts(check_answer(plain.content), "identifier")


def test_requests_by_post(browse, session) -> None:
    known = f"oai:127.0.0.1:{make_record(session).id}"
    form = {"content-type": "application/x-www-form-urlencoded"}
    browser = browse()

    for said, name in (
        ("verb=Identify", "Identify"),
        (f"verb=GetRecord&identifier={known}&metadataPrefix=oai_dc", "GetRecord"),
    ):
        root = check_answer(browser.post("/oai", content=said, headers=form).content)
        assert len(list(root.iter(f"{{{OAI}}}{name}"))) == 1
