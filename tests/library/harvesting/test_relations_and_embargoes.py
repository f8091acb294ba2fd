"""What a record says of others, and of when its text opens; never of one that is not public."""

import datetime as dt

import pytest
import time_machine

from library.relations.forms import RelationForm
from library.relations.services import relate
from library.resources.forms import ResourceForm, WithdrawalForm
from library.resources.models import AccessLevel
from library.resources.services import edit_resource, withdraw_resource
from rmtc.clock import today
from tests.factories.library import make_record, take_text
from tests.library.harvesting.schemas import OAI, check_answer

DATACITE = "{http://datacite.org/schema/kernel-4}"
DC = "{http://purl.org/dc/elements/1.1/}"
SITE = "http://127.0.0.1:8000"


def fetch(browser, resource, prefix):
    asked = {"verb": "GetRecord", "metadataPrefix": prefix, "identifier": f"oai:127.0.0.1:{resource.id}"}
    return check_answer(browser.get("/oai", params=asked).content)


def stamp(root) -> str:
    return root.find(f".//{{{OAI}}}datestamp").text


def related(root) -> list[tuple[str, str]]:
    return [(one.get("relationType"), one.text) for one in root.iter(f"{DATACITE}relatedIdentifier")]


def say(session, first, sense, second) -> None:
    relate(session, first, RelationForm(sense=sense, other=str(second.id)), by=None)
    session.commit()


@pytest.mark.parametrize(
    ("sense", "forth", "back"),
    [
        ("replaces", "IsNewVersionOf", "IsPreviousVersionOf"),
        ("translates", "IsVariantFormOf", "IsOriginalFormOf"),
        ("part_of", "IsPartOf", "HasPart"),
    ],
)
def test_both_records_of_a_relation_name_each_other(visitor, session, sense, forth, back) -> None:
    first, second = make_record(session, "First"), make_record(session, "Second")
    say(session, first, sense, second)

    assert related(fetch(visitor, first, "oai_openaire")) == [(forth, f"{SITE}/library/{second.id}")]
    assert related(fetch(visitor, second, "oai_openaire")) == [(back, f"{SITE}/library/{first.id}")]
    assert f"{SITE}/library/{second.id}" in [one.text for one in fetch(visitor, first, "oai_dc").iter(f"{DC}relation")]


def test_what_only_goes_with_another_is_in_dublin_core_and_an_issn_stays(visitor, session) -> None:
    first, second = make_record(session, "First", identifiers=["ISSN 0317-8471"]), make_record(session, "Second")
    say(session, first, "goes_with", second)

    assert related(fetch(visitor, first, "oai_openaire")) == [("IsPartOf", "0317-8471")]
    for one, other in ((first, second), (second, first)):
        assert f"/library/{other.id}" in "".join(fetch(visitor, one, "oai_dc").itertext())


@pytest.mark.parametrize("how", ["closed", "draft", "withdrawn"])
def test_a_record_that_is_not_public_is_never_named(visitor, session, how) -> None:
    fields = {"closed": {"access": AccessLevel.STAFF}, "draft": {"publish": False}, "withdrawn": {}}[how]
    shown, hidden = make_record(session, "Shown"), make_record(session, "Hidden", **fields)
    for sense in ("replaces", "translated_by", "goes_with"):
        say(session, shown, sense, hidden)
    if how == "withdrawn":
        withdraw_resource(session, hidden, WithdrawalForm(reason="Asked"), by=None)
        session.commit()

    for prefix in ("oai_dc", "oai_openaire"):
        text = "".join(fetch(visitor, shown, prefix).itertext())
        assert f"/library/{shown.id}" in text
        assert f"/library/{hidden.id}" not in text


def test_a_harvest_learns_that_a_related_record_came_or_went(visitor, session) -> None:
    shown, other = make_record(session, "Shown"), make_record(session, "Other")
    alone = make_record(session, "Alone")
    say(session, shown, "replaces", other)
    stamps = [stamp(fetch(visitor, shown, "oai_dc"))]
    untouched = stamp(fetch(visitor, alone, "oai_dc"))
    for hours, level in enumerate((AccessLevel.STAFF, AccessLevel.PUBLIC), 1):
        with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)):
            edit_resource(session, other, ResourceForm(title="Other", language="en", access=level), by=None)
            session.commit()
        stamps.append(stamp(fetch(visitor, shown, "oai_dc")))

    assert stamps == sorted(set(stamps))
    assert stamp(fetch(visitor, alone, "oai_dc")) == untouched


def rights(root) -> tuple[str, str]:
    one = root.find(f".//{DATACITE}rights")
    return one.text, one.get("rightsURI").rpartition("/")[2]


def dates(root) -> dict[str, str]:
    return {one.get("dateType"): one.text for one in root.iter(f"{DATACITE}date")}


def test_an_embargo_gives_both_its_days_and_no_file(visitor, session, site) -> None:
    opens = today() + dt.timedelta(days=90)
    resource = take_text(session, site, "A text.", name="closed.txt", date="2025-03", files_open_on=opens).resource

    root = fetch(visitor, resource, "oai_openaire")

    assert rights(root) == ("embargoed access", "c_f1cf")
    assert dates(root) == {
        "Issued": "2025-03", "Accepted": f"{resource.published_at:%Y-%m-%d}", "Available": f"{opens}",
    }  # fmt: skip
    assert "closed.txt" not in "".join(root.itertext())


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ("open access", "c_abf2")),
        ({"files_access": AccessLevel.STAFF}, ("restricted access", "c_16ec")),
        ({"files_access": AccessLevel.STAFF, "files_open_on": dt.date(2999, 1, 1)}, ("restricted access", "c_16ec")),
    ],
)
def test_access_is_said_as_it_is(visitor, session, site, fields, expected) -> None:
    resource = take_text(session, site, "A text.", language="en", **fields).resource

    root = fetch(visitor, resource, "oai_openaire")

    assert rights(root) == expected
    assert "2999" not in "".join(root.itertext())
    assert ("note.txt" in "".join(root.itertext())) == (fields == {})


def test_a_record_without_a_file_is_a_description(visitor, session) -> None:
    assert rights(fetch(visitor, make_record(session), "oai_openaire")) == ("metadata only access", "c_14cb")
