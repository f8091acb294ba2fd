"""The thesaurus: SKOS in and out, the tree, names in every language, subjects typed at the desk."""

import pytest
from rdflib import SKOS as SKOS_NAMES
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from sqlalchemy import select
from typer.testing import CliRunner

from library.collections.forms import SubjectForm
from library.collections.models import Subject, SubjectLink, SubjectMatch
from library.collections.services import add_subject
from library.finding import commands
from library.subjects import commands as taking
from library.subjects.imports import import_concepts, read_concepts
from rmtc.errors import Refusal
from tests.factories.library import make_record
from tests.fixture_files import fixture_file
from tests.sites import opened

SKOS = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
  <skos:Concept rdf:about="https://x.example/c/migration">
    <skos:prefLabel xml:lang="en">migration</skos:prefLabel><skos:prefLabel xml:lang="sr">миграције</skos:prefLabel>
    <skos:narrower rdf:resource="https://x.example/c/return"/>
  </skos:Concept>
  <rdf:Description rdf:about="https://x.example/c/return">
    <rdf:type rdf:resource="http://www.w3.org/2004/02/skos/core#Concept"/>
    <skos:prefLabel xml:lang="en">return migration</skos:prefLabel><skos:altLabel xml:lang="sq">kthimi</skos:altLabel>
    <skos:altLabel xml:lang="sr">povratak</skos:altLabel><skos:definition xml:lang="en">Going back.</skos:definition>
    <skos:related rdf:resource="https://x.example/c/asylum"/>
    <skos:exactMatch rdf:resource="https://other.example/77"/>
  </rdf:Description>
  <skos:Concept rdf:about="https://x.example/c/asylum">
    <skos:prefLabel xml:lang="en">asylum</skos:prefLabel><skos:broader rdf:resource="https://x.example/c/migration"/>
  </skos:Concept>
  <skos:Concept rdf:about="https://x.example/c/japan"><skos:prefLabel xml:lang="ja">移民</skos:prefLabel></skos:Concept>
</rdf:RDF>"""


@pytest.fixture
def thesaurus(session):
    tally = import_concepts(session, read_concepts("t.rdf", SKOS.encode()), source="A test of 2026", by=None)
    session.commit()
    return tally


def subject(session, key) -> Subject:
    return session.scalar(select(Subject).where(Subject.key == key))


def test_skos_is_taken_in_whole_and_twice_changes_nothing(thesaurus, session) -> None:
    assert (thesaurus.added, thesaurus.completed) == (3, 0)
    assert [name for name, _ in thesaurus.left_out] == ["https://x.example/c/japan"]
    back = subject(session, "return")
    assert back.parent_id == subject(session, "migration").id
    assert (back.labels, back.others) == ({"en": "return migration"}, {"sq": ["kthimi"], "sr-Latn": ["povratak"]})
    assert back.notes == {"en": "Going back."}
    assert subject(session, "migration").labels["sr-Cyrl"] == "миграције"
    assert session.scalars(select(SubjectMatch.source)).all() == ["A test of 2026"]
    assert len(session.scalars(select(SubjectLink)).all()) == 1

    again = import_concepts(session, read_concepts("t.rdf", SKOS.encode()), source="", by=None)

    assert (again.added, again.completed) == (0, 3)
    assert len(session.scalars(select(Subject)).all()) == 3
    assert len(session.scalars(select(SubjectMatch)).all()) == 1


def test_what_goes_out_comes_in_the_same(thesaurus, session, visitor) -> None:
    sent = visitor.get("/library/subjects.rdf")
    assert sent.headers["content-type"].startswith("application/rdf+xml")
    read = {one.uri: one for one in read_concepts("out.rdf", sent.content)}
    back = read["https://x.example/c/return"]
    assert back.labels == {"en": "return migration"}
    assert back.broader == ["https://x.example/c/migration"]
    assert back.exact == ["https://other.example/77"]


def graph_of(visitor, form: str) -> Graph:
    """The thesaurus in one of its forms, as rdflib reads it."""
    sent = visitor.get(f"/library/subjects.{form}")
    assert sent.status_code == 200
    return Graph().parse(data=sent.content, format={"rdf": "xml", "ttl": "turtle", "jsonld": "json-ld"}[form])


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib, when it reads JSON-LD
def test_every_form_says_the_same_with_whatever_letters_there_are(thesaurus, session, visitor) -> None:
    odd = 'A "quoted" \\ name,\twith a tab'
    form = SubjectForm(key="odd", labels={"en": odd, "sr-Cyrl": "Чудно “име”"}, notes={"en": "Line\nand line."})
    strange = add_subject(session, form, by=None)
    session.add(SubjectMatch(subject_id=strange.id, kind="close", uri="https://x.example/a b>"))
    session.commit()

    xml, turtle, linked = (graph_of(visitor, form) for form in ("rdf", "ttl", "jsonld"))

    assert isomorphic(xml, turtle) and isomorphic(xml, linked)
    assert Literal(odd, lang="en") in set(turtle.objects(None, SKOS_NAMES.prefLabel))
    assert URIRef("https://x.example/a%20b%3E") in set(turtle.objects(None, SKOS_NAMES.closeMatch))
    assert visitor.get("/library/subjects.exe").status_code == 404


def test_turtle_is_taken_in_as_rdf_xml_is(thesaurus, visitor) -> None:
    turtle = visitor.get("/library/subjects.ttl").content
    by_xml = {one.uri: one for one in read_concepts("out.rdf", visitor.get("/library/subjects.rdf").content)}

    assert {one.uri: one for one in read_concepts("out.ttl", turtle)} == by_xml
    assert {one.uri for one in read_concepts("out", turtle)} == set(by_xml), "told by how it begins, too"


def test_turtle_with_narrower_concepts_and_other_prefixes(session) -> None:
    text = """PREFIX s: <http://www.w3.org/2004/02/skos/core#>
        <https://x.example/wide> a s:Concept ; s:prefLabel "wide"@en, "широко"@sr ;
            s:narrower <https://x.example/thin> .
        <https://x.example/thin> a s:Concept ; s:prefLabel "thin"@en ; s:exactMatch <https://other.example/7> ."""
    tally = import_concepts(session, read_concepts("t.ttl", text.encode()), source="A list of June 2026", by=None)

    assert tally.added == 2
    assert subject(session, "thin").parent_id == subject(session, "wide").id
    assert subject(session, "wide").labels["sr-Cyrl"] == "широко"
    assert session.scalars(select(SubjectMatch.source)).all() == ["A list of June 2026"]


@pytest.mark.parametrize(
    "data", [b"", b"@prefix", b"<a> <b>", b"\xff\xfe", b"<https://x.example/a> <https://x.example/b> 1 ."]
)
def test_what_is_no_turtle_is_refused_in_a_sentence(data) -> None:
    with pytest.raises(Refusal):
        read_concepts("x.ttl", data)


def test_the_table_of_the_centre_is_taken_in(session, site, monkeypatch) -> None:
    monkeypatch.setattr(taking, "open_site", opened(site))
    path = str(fixture_file("library", "topics.json"))
    tried = CliRunner().invoke(commands.app, ["subjects", path, "--dry-run"])
    assert "18 would be added" in tried.stdout
    assert session.scalars(select(Subject)).all() == []
    assert "18 added" in CliRunner().invoke(commands.app, ["subjects", path]).stdout


@pytest.mark.parametrize(
    "data",
    [b"", b"<rdf", b"<html></html>", b"{", b"[1]", b'{"a": 1}',
     b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'],
)  # fmt: skip
def test_what_is_no_thesaurus_is_refused_in_a_sentence(data) -> None:
    with pytest.raises(Refusal):
        read_concepts("x", data)


def test_the_tree_is_looked_through_with_counts_of_what_one_may_see(thesaurus, session, browse, cast) -> None:
    make_record(session, "Open", subjects=["return"])
    make_record(session, "Closed", subjects=["return"], access="staff")
    visitor = browse()
    page = visitor.get("/library/subjects").text
    assert "1 record" in page
    assert "New subject" not in page
    assert len(visitor.queries) <= 12
    assert "2 records" in browse(cast.elena).get("/library/subjects").text
    page = visitor.get("/library/subjects/return").text
    assert len(visitor.queries) <= 12
    for text in ("Wider", "Related", "asylum", "kthimi", "https://other.example/77", "Going back."):
        assert text in page, text
    assert "миграције" in visitor.get("/library/subjects/migration?lang=sr-Cyrl").text
    assert visitor.get("/library/subjects/nothing").status_code == 404


def test_a_narrower_subject_is_searched_too(thesaurus, session, visitor, work) -> None:
    make_record(session, "Kthimi vullnetar", language="sq", creators=["Office"])
    work()
    assert visitor.get("/api/v1/library/search?q=migration&related=on").json()["total"] == 1
    assert visitor.get("/api/v1/library/search?q=return+migration&related=on").json()["total"] == 1
    assert visitor.get("/api/v1/library/search?q=migration").json()["total"] == 0


FORM = {"key": "labour", "parent": "migration", "label_en": "labour migration", "label_sr_Cyrl": "радне миграције",
        "others_en": "seasonal work\nguest workers"}  # fmt: skip


def test_a_subject_is_added_changed_and_typed_in_any_language(thesaurus, session, browse, cast) -> None:
    elena = browse(cast.elena)
    assert "The subject is saved." in elena.post("/desk/subjects", data=FORM).text
    assert elena.get("/desk/subjects/suggestions?q=radne").json()["suggestions"] == ["радне миграције"]
    page = elena.get("/desk/subjects/labour")
    assert 'value="радне миграције"' in page.text
    assert len(elena.queries) <= 25
    elena.post("/desk/subjects/labour", data={**FORM, "label_sq": "migrimi i punës"})

    record = {"title": "Paper", "kind": "report", "language": "en", "access": "public"}
    lines = "radne migracije\nGuest workers\nreturn"
    page = elena.post("/desk/resources", data={**record, "subjects": lines})
    assert "labour migration" in page.text
    assert "return migration" in page.text
    wrong = elena.post("/desk/resources", data={**record, "subjects": "gardening"})
    assert (wrong.status_code, "There is no subject “gardening”" in wrong.text) == (422, True)


def test_what_cannot_be_is_said_beside_the_field(thesaurus, session, browse, cast) -> None:
    elena = browse(cast.elena)
    for data, name in (({"key": "Big Key"}, "key"), ({"key": "return"}, "key"), ({"parent": "nothing"}, "parent"),
                       ({"label_en": ""}, "label_en")):  # fmt: skip
        page = elena.post("/desk/subjects", data={**FORM, **data})
        assert (page.status_code, f'id="{name}-error"' in page.text) == (422, True), name
    circle = elena.post("/desk/subjects/migration", data={**FORM, "key": "migration", "parent": "return"})
    assert "cannot stand under itself" in circle.text


def test_it_is_for_librarians(thesaurus, browse, cast) -> None:
    for path in ("/desk/subjects/new", "/desk/subjects/return", "/desk/subjects/suggestions?q=r"):
        assert browse(cast.elena).get(path).status_code == 200
        assert browse(cast.arta).get(path).status_code == 403
        assert browse().get(path, follow_redirects=False).status_code in {303, 401}
    for path in ("/desk/subjects", "/desk/subjects/return"):
        assert browse(cast.arta).post(path, data=FORM).status_code == 403
        assert browse().post(path, data=FORM).status_code == 401
        assert browse(cast.elena).post(path, data=FORM, headers={"sec-fetch-site": "cross-site"}).status_code == 403
