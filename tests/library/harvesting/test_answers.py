"""The six verbs, and that every answer has the form of the schemas."""

import pytest

from library.resources.forms import WithdrawalForm
from library.resources.models import AccessLevel
from library.resources.services import withdraw_resource
from tests.factories.library import make_record, take_text
from tests.library.harvesting.schemas import OAI, check_answer

DC = "{http://purl.org/dc/elements/1.1/}"
MANY = "abcdefghijklmnopqrstuvwxyz0123"


def ask(browser, **arguments):
    return check_answer(browser.get("/oai", params=arguments).content)


def texts(root, name):
    return [one.text for one in root.iter(f"{{{OAI}}}{name}")]


def error(root):
    return root.find(f"{{{OAI}}}error").get("code")


def test_the_repository_says_what_it_is_and_has(visitor, session) -> None:
    make_record(session, "Извештај о повратницима", kind="report", language="sr-Cyrl")
    make_record(session, "Closed", kind="law", access=AccessLevel.STAFF)

    who = ask(visitor, verb="Identify")

    assert texts(who, "deletedRecord") == ["persistent"]
    assert texts(who, "baseURL") == ["http://127.0.0.1:8000/oai"]
    assert texts(ask(visitor, verb="ListMetadataFormats"), "metadataPrefix") == ["oai_dc", "oai_openaire"]
    assert texts(ask(visitor, verb="ListSets"), "setSpec") == ["kind:report"]


@pytest.mark.parametrize("prefix", ["oai_dc", "oai_openaire"])
def test_every_kind_of_record_is_valid_in_every_format(visitor, session, site, prefix) -> None:
    for kind in ("law", "report", "plan", "action_plan", "guide", "training", "article", "data", "video", "practice"):
        make_record(
            session, f"A {kind} \x0b with odd characters & <marks>", kind=kind, titles={"sr-Latn": "Naslov"},
            abstract="About.", date="2023-05", licence="CC BY 4.0", creators=["Hoxha, Arta", "Општина Врњачка Бања"],
            identifiers=[f"https://example.org/{kind}", "ISSN 0317-8471"], publisher="The Centre", number="7",
        )  # fmt: skip
    make_record(session, "Bare", creators=[], year=None)
    take_text(session, site, "A text.", name="Извештај 1.txt", language="sr-Cyrl")

    root = ask(visitor, verb="ListRecords", metadataPrefix=prefix)

    assert len(texts(root, "identifier")) == 12
    assert "%D0%98" in "".join(root.itertext())


def test_what_is_not_public_is_not_there(visitor, session) -> None:
    seen = make_record(session, "Public")
    for fields in ({"access": AccessLevel.STAFF}, {"access": AccessLevel.SIGNED_IN}, {"publish": False}):
        hidden = make_record(session, "Hidden", **fields)
        one = ask(visitor, verb="GetRecord", metadataPrefix="oai_dc", identifier=f"oai:127.0.0.1:{hidden.id}")
        assert error(one) == "idDoesNotExist"

    assert texts(ask(visitor, verb="ListIdentifiers", metadataPrefix="oai_dc"), "identifier") == [
        f"oai:127.0.0.1:{seen.id}"
    ]


def test_a_withdrawn_record_leaves_only_its_header(visitor, session) -> None:
    gone = make_record(session, "A title to forget", creators=["Forgotten, Name"])
    withdraw_resource(session, gone, WithdrawalForm(reason="Personal data"), by=None)
    session.commit()

    answer = visitor.get(f"/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:{gone.id}")

    header = check_answer(answer.content).find(f".//{{{OAI}}}header")
    assert header.get("status") == "deleted"
    assert "forget" not in answer.text.lower()
    assert "Personal" not in answer.text


@pytest.mark.parametrize("window", ["from=0001-01-01", "until=9999-12-31", "from=0001-01-01&until=9999-12-31",
                                    "from=0001-01-01T00:00:00Z&until=9999-12-31T23:59:59Z"])  # fmt: skip
def test_the_first_and_the_last_day_of_the_calendar_mean_everything(visitor, session, window) -> None:
    make_record(session, "Some record")
    session.commit()
    answer = visitor.get(f"/oai?verb=ListIdentifiers&metadataPrefix=oai_dc&{window}")
    assert len(texts(check_answer(answer.content), "identifier")) == 1


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Delete", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&x=1", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-13-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=0001-01-01", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=", "badResumptionToken"),
        ("verb=ListIdentifiers&resumptionToken=", "badResumptionToken"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-01T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=2001-01-01", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=kind:law", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=%3Cb%3E", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
        ("verb=ListRecords&resumptionToken=eyJ4IjoxfQ.0", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=%00%D0%98", "badResumptionToken"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:99999", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:elsewhere.example:1", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=%22%00%7F%D0%98", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=oai:127.0.0.1:99999", "idDoesNotExist"),
    ],
)
def test_mistakes_are_answered_by_the_protocol(visitor, session, query, code) -> None:
    make_record(session, kind="report")

    assert error(check_answer(visitor.get(f"/oai?{query}").content)) == code


def test_a_form_asks_the_same_without_a_token_of_the_visit(browse, session) -> None:
    make_record(session)
    browser = browse()

    answer = browser.post(
        "/oai", content="verb=Identify", headers={"content-type": "application/x-www-form-urlencoded"}
    )

    assert texts(check_answer(answer.content), "protocolVersion") == ["2.0"]
    assert (
        browser.post("/oai", data={"verb": "Identify"}, headers={"origin": "https://evil.example"}).status_code == 403
    )


def test_a_part_costs_the_same_however_many_records_it_has(visitor, session) -> None:
    for letter in MANY:
        make_record(session, f"Record {letter}")
    visitor.get("/oai?verb=ListRecords&metadataPrefix=oai_openaire")
    many = len(visitor.queries)

    assert many <= 16
    assert "resumptionToken" in visitor.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").text
