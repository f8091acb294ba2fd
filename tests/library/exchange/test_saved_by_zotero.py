"""A record's page, as Zotero would save it."""

import pytest

from tests.factories.library import make_pdf, make_record, take_file
from tests.library.exchange.zotero import saved

TYPES = {"article": "journalArticle", "data": "dataset", "video": "videoRecording"}
KINDS = ("law", "report", "plan", "action_plan", "guide", "training", "article", "data", "video", "practice")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_saved_as_what_it_is(visitor, session, kind) -> None:
    """An ISBN makes a book of a page that says nothing else; ours says."""
    resource = make_record(session, f"A {kind}", kind=kind, identifiers=["ISBN 978-0-306-40615-7"], publisher="Centre")

    assert saved(visitor.get(f"/library/{resource.id}").text).type == TYPES.get(kind, "report")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Општина Врњачка Бања", ("Општина Врњачка Бања", "")),
        ("UNHCR", ("UNHCR", "")),
        ("Hoxha, Arta", ("Hoxha", "Arta")),
        ("Поповић Савић, Ана Марија", ("Поповић Савић", "Ана Марија")),
        ("de la Cruz, Jan", ("de la Cruz", "Jan")),
    ],
)
def test_a_body_is_one_name_and_a_person_one_person(visitor, session, name, expected) -> None:
    resource = make_record(session, kind="report", creators=[name])

    assert saved(visitor.get(f"/library/{resource.id}").text).creators == [expected]


def test_several_creators_stay_apart_and_in_order(visitor, session) -> None:
    names = ["Hoxha, Arta", "Комесаријат за избеглице и миграције", "Поповић Савић, Ана Марија", "UNHCR"]
    resource = make_record(session, kind="plan", creators=names)

    creators = saved(visitor.get(f"/library/{resource.id}").text).creators

    assert [", ".join(part for part in one if part) for one in creators] == names


def test_the_fields_of_a_report(visitor, session, site, tmp_path) -> None:
    taken = take_file(
        session, site, make_pdf(tmp_path / "Šta.pdf", ["A page."]), kind="report", language="sr-Cyrl",
        title="Извештај о повратницима", date="2023-05-04", number="A/7", publisher="Комесаријат", abstract="О људима.",
        identifiers=["10.1000/xyz123", "ISBN 978-0-306-40615-7"], creators=["Општина Врњачка Бања"],
    )  # fmt: skip

    item = saved(visitor.get(f"/library/{taken.resource.id}").text)

    address = f"http://127.0.0.1:8000/library/{taken.resource.id}"
    assert item.fields == {
        "title": "Извештај о повратницима", "date": "2023/05/04", "institution": "Комесаријат", "number": "A/7",
        "language": "sr-Cyrl", "DOI": "10.1000/xyz123", "ISBN": item.fields["ISBN"], "abstractNote": "О људима.",
        "url": address,
    }  # fmt: skip
    assert item.fields["ISBN"].replace("-", "") == "9780306406157"
    assert visitor.get(item.pdfs[0]).headers["content-type"] == "application/pdf"


def test_the_fields_of_an_article(visitor, session) -> None:
    details = {"journal": "Migration Studies", "volume": "7", "issue": "2", "pages": "3–9"}
    resource = make_record(session, kind="article", details=details, identifiers=["ISSN 0317-8471"])

    fields = saved(visitor.get(f"/library/{resource.id}").text).fields

    assert (fields["publicationTitle"], fields["volume"], fields["issue"]) == ("Migration Studies", "7", "2")
    assert (fields["pages"], fields["ISSN"]) == ("3-9", "0317-8471")
    assert "institution" not in fields
