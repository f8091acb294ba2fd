"""What the OpenAIRE guidelines for literature repositories 4.0 make mandatory, checked on every kind of record.

The schema lets nearly everything be left out; the guidelines (and the validator of OpenAIRE) do not.
"""

import datetime as dt
import re

import pytest

from library.exchange.openaire import UNKNOWN
from library.harvesting.repository import PART
from library.resources.models import AccessLevel, Creator
from rmtc.clock import today
from tests.factories.library import make_pdf, make_record, take_file, take_text
from tests.library.harvesting.schemas import OAI, OAIRE, check_answer

DATACITE = "{http://datacite.org/schema/kernel-4}"
DC = "{http://purl.org/dc/elements/1.1/}"
AIRE = f"{{{OAIRE}}}"
COAR = "http://purl.org/coar"
ORCID = "0000-0002-1825-0097"
W3C_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
KINDS = ("law", "report", "plan", "action_plan", "guide", "training", "article", "data", "video", "practice")
ACCESS = {"c_abf2": "open access", "c_f1cf": "embargoed access", "c_16ec": "restricted access",
          "c_14cb": "metadata only access"}  # fmt: skip
GENERAL = {"literature", "dataset", "software", "other research product"}


def fetch(visitor, resource, prefix="oai_openaire"):
    query = f"verb=GetRecord&metadataPrefix={prefix}&identifier=oai:127.0.0.1:{resource.id}"
    return check_answer(visitor.get(f"/oai?{query}").content)


def broken_rules(root) -> list[str]:
    """The mandatory properties (level M) that a record breaks."""
    held = {
        "1 title": all(one.text and one.text.strip() for one in found(root, f"{DATACITE}title")),
        "2 creator": all(one.text for one in found(root, f"{DATACITE}creatorName")),
        "10 publication date": [
            bool(W3C_DATE.fullmatch(one.text))
            for one in root.iter(f"{DATACITE}date")
            if one.get("dateType") == "Issued"
        ]
        == [True],
        "11 resource type": [
            one.get("resourceTypeGeneral") in GENERAL and one.get("uri").startswith(f"{COAR}/resource_type/c_")
            for one in root.iter(f"{AIRE}resourceType")
        ]
        == [True],
        "14 identifier": [
            one.get("identifierType") in {"ARK", "DOI", "Handle", "PURL", "URL", "URN"} and bool(one.text)
            for one in root.iter(f"{DATACITE}identifier")
        ]
        == [True],
        "15 access rights": [
            ACCESS.get(one.get("rightsURI").removeprefix(f"{COAR}/access_right/")) == one.text
            for one in root.iter(f"{DATACITE}rights")
        ]
        == [True],
        "8 language": [bool(re.fullmatch("[a-z]{3}", one.text)) for one in root.iter(f"{DC}language")] == [True],
    }
    return [name for name, holds in held.items() if not holds]


def found(root, name):
    every = list(root.iter(name))
    assert every, name
    return every


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_what_is_mandatory(visitor, session, kind) -> None:
    assert broken_rules(fetch(visitor, make_record(session, f"A {kind}", kind=kind, language="sr-Latn"))) == []


def test_a_record_of_which_nothing_is_known_has_it_too(visitor, session) -> None:
    bare = make_record(session, "Bare", creators=[], year=None)
    root = fetch(visitor, bare)
    assert broken_rules(root) == []
    assert [one.text for one in root.iter(f"{DATACITE}creatorName")] == [UNKNOWN]
    assert [one.text for one in root.iter(f"{DATACITE}date")] == [f"{bare.published_at:%Y-%m-%d}"]


@pytest.mark.parametrize("date", ["2024", "2024-05", "2024-05-17", "2024~", "2019/2021"])
def test_a_date_is_written_as_the_guidelines_want(visitor, session, date) -> None:
    assert broken_rules(fetch(visitor, make_record(session, date=date))) == []


def test_an_embargo_has_its_days_beside_the_date(visitor, session, site) -> None:
    opens = today() + dt.timedelta(days=30)
    resource = take_text(session, site, "A text.", language="en", year=2024, files_open_on=opens).resource
    root = fetch(visitor, resource)
    assert broken_rules(root) == []
    assert {one.get("dateType"): one.text for one in root.iter(f"{DATACITE}date")} == {
        "Issued": "2024", "Accepted": f"{resource.published_at:%Y-%m-%d}", "Available": f"{opens}",
    }  # fmt: skip


def test_people_and_bodies_are_named_in_parts_with_their_identifiers(visitor, session) -> None:
    resource = make_record(session, creators=["Hoxha, Arta", "UNHCR", "Ana"])
    known = {"Hoxha, Arta": f"https://orcid.org/{ORCID}", "UNHCR": "https://ror.org/05f950310"}
    for creator in session.query(Creator).filter(Creator.name.in_(known)):
        creator.address = known[creator.name]
    session.commit()
    root = fetch(visitor, resource)
    people = [{part.tag.partition("}")[2]: part.text for part in one} for one in root.iter(f"{DATACITE}creator")]
    assert people == [
        {"creatorName": "Hoxha, Arta", "givenName": "Arta", "familyName": "Hoxha", "nameIdentifier": ORCID},
        {"creatorName": "UNHCR", "nameIdentifier": "https://ror.org/05f950310"},
        {"creatorName": "Ana"},
    ]  # fmt: skip
    assert [one.get("nameIdentifierScheme") for one in root.iter(f"{DATACITE}nameIdentifier")] == ["ORCID", "ROR"]


def test_where_an_article_appeared_and_what_a_file_is(visitor, session, site, tmp_path) -> None:
    taken = take_file(
        session, site, make_pdf(tmp_path / "a.pdf", ["A page."]), kind="article", language="en", title="A paper",
        period="2017/2021", details={"journal": "Migration", "volume": "7", "issue": "2", "pages": "3–9"},
    )  # fmt: skip
    root = fetch(visitor, taken.resource)
    said = {one.tag.partition("}")[2]: one.text for one in root.iter() if one.tag.startswith(f"{AIRE}citation")}
    assert said == {
        "citationTitle": "Migration", "citationVolume": "7", "citationIssue": "2", "citationStartPage": "3",
        "citationEndPage": "9",
    }  # fmt: skip
    assert [one.text for one in root.iter(f"{DC}format")] == ["application/pdf"]
    assert [one.text for one in root.iter(f"{DC}coverage")] == ["2017/2021"]


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({}, "openAccess"),
        ({"files_access": AccessLevel.STAFF}, "restrictedAccess"),
        ({"files_open_on": dt.date(2999, 1, 1)}, "embargoedAccess"),
    ],
)
def test_plain_dublin_core_says_how_far_the_public_gets(visitor, session, site, fields, word) -> None:
    resource = take_text(session, site, "A text.", language="en", **fields).resource
    root = fetch(visitor, resource, "oai_dc")
    assert f"info:eu-repo/semantics/{word}" in [one.text for one in root.iter(f"{DC}rights")]
    dates = [one.text for one in root.iter(f"{DC}date")]
    assert ("info:eu-repo/date/embargoEnd/2999-01-01" in dates) == (word == "embargoedAccess")
    assert "info:eu-repo" not in visitor.get(f"/library/{resource.id}").text


def test_a_part_is_as_large_as_the_guidelines_want(visitor, session, monkeypatch) -> None:
    monkeypatch.setattr("library.harvesting.repository.PART", PART)
    for number in range(PART + 1):
        make_record(session, f"Record {number}")
    root = check_answer(visitor.get("/oai?verb=ListRecords&metadataPrefix=oai_openaire").content)
    assert len(list(root.iter(f"{{{OAI}}}record"))) == PART and 100 <= PART <= 500
    assert len(visitor.queries) <= 16
