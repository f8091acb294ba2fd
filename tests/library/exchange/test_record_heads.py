"""What the page of a record tells machines, and that it tells nothing of what is not public."""

import json

import pytest
from lxml import html

from library.resources.models import AccessLevel
from tests.factories.library import make_pdf, make_record, take_file


def head(answer):
    page = html.fromstring(answer.text)
    tags: dict[str, list[str]] = {}
    for meta in page.xpath("//head/meta[@name]"):
        tags.setdefault(meta.get("name"), []).append(meta.get("content"))
    scripts = page.xpath("//script[@type='application/ld+json']")
    return tags, json.loads(scripts[0].text) if scripts else None


def test_a_report_is_told_as_a_report_and_a_body_as_one_name(visitor, session) -> None:
    resource = make_record(
        session, "Извештај <о> повратницима", kind="report", language="sr-Cyrl", date="2023-05-04", number="A/7",
        creators=["Општина Врњачка Бања", "Hoxha, Arta", "Ministry of Labour, Employment"], publisher="Комесаријат",
        abstract="О </script> људима.", licence="CC BY 4.0",
    )  # fmt: skip

    answer = visitor.get(f"/library/{resource.id}")

    tags, data = head(answer)
    assert tags["citation_author"][:2] == ["Општина Врњачка Бања,", "Hoxha, Arta"]
    assert tags["citation_technical_report_institution"] == ["Комесаријат"]
    assert tags["citation_publication_date"] == ["2023/05/04"]
    assert tags["citation_title"] == ["Извештај <о> повратницима"]
    assert tags["DC.type"] == ["Report"]
    assert "citation_pdf_url" not in tags
    assert (data["@type"], data["name"], data["reportNumber"]) == ("Report", "Извештај <о> повратницима", "A/7")
    assert {"@type": "Person", "name": "Arta Hoxha", "familyName": "Hoxha", "givenName": "Arta"} in data["author"]
    assert data["description"] == "О </script> људима."
    assert f'<http://127.0.0.1:8000/library/{resource.id}>; rel="cite-as"' in answer.headers["link"]
    assert len(visitor.queries) <= 12


@pytest.mark.parametrize(
    ("kind", "named", "expected"),
    [
        ("article", "citation_journal_title", "Migration"),
        ("data", "DC.type", "Dataset"),
        ("video", "DC.type", "VideoRecording"),
    ],
)
def test_other_kinds_are_told_as_what_they_are(visitor, session, kind, named, expected) -> None:
    details = {"journal": "Migration", "pages": "3–9"} if kind == "article" else {}
    resource = make_record(session, kind=kind, details=details)

    tags, _data = head(visitor.get(f"/library/{resource.id}"))

    assert tags[named] == [expected]
    assert "citation_technical_report_institution" not in tags
    assert tags.get("citation_lastpage") == (["9"] if kind == "article" else None)


def test_the_file_and_the_other_forms_are_linked(visitor, session, site, tmp_path) -> None:
    taken = take_file(session, site, make_pdf(tmp_path / "Šta.pdf", ["A page."]), language="en", title="A paper")

    answer = visitor.get(f"/library/{taken.resource.id}")

    tags, _data = head(answer)
    address = tags["citation_pdf_url"][0]
    assert visitor.get(address).headers["content-type"] == "application/pdf"
    page = html.fromstring(answer.text)
    for link in page.xpath("//head/link[@rel='alternate']/@href"):
        assert visitor.get(link).status_code == 200, link
    assert 'rel="item"; type="application/pdf"' in answer.headers["link"]


@pytest.mark.parametrize(
    "fields", [{"access": AccessLevel.SIGNED_IN}, {"access": AccessLevel.STAFF}, {"publish": False}]
)
def test_what_is_not_public_tells_machines_nothing(browse, cast, session, fields) -> None:
    resource = make_record(session, "Closed", **fields)

    answer = browse(cast.elena).get(f"/library/{resource.id}")

    tags, data = head(answer)
    assert answer.status_code == 200
    assert data is None
    assert "link" not in answer.headers
    assert not [name for name in tags if name.startswith(("citation_", "DC."))]
    assert f"/library/{resource.id}<" not in browse().get("/sitemap.xml").text
