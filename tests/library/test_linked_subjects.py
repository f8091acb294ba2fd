"""A thesaurus as JSON-LD: taken in like the other forms, and never at the price of asking another server."""

import json
import socket
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from library.collections.forms import SubjectForm
from library.collections.models import Subject, SubjectMatch
from library.collections.services import add_subject
from library.subjects.imports import import_concepts, read_concepts
from rmtc.errors import Refusal

SKOS = "http://www.w3.org/2004/02/skos/core#"
CONTEXT = {
    "skos": SKOS,
    "uri": "@id",
    "type": "@type",
    "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
}
GRAPH = [
    {"uri": "https://x.example/wide", "type": "skos:Concept", "prefLabel": {"en": "wide", "sr": "широко"},
     "skos:narrower": {"uri": "https://x.example/thin"}},
    {"uri": "https://x.example/thin", "type": "skos:Concept", "prefLabel": {"en": "thin"},
     "skos:exactMatch": {"uri": "https://other.example/7"}},
]  # fmt: skip


@pytest.fixture(autouse=True)
def _impatient() -> Iterator[None]:
    """Whoever asks elsewhere after all does not wait for ever."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(3)
    yield
    socket.setdefaulttimeout(before)


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, socket.socket]]:
    """An address that would take a call, and where one would be seen."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/context.jsonld", listening


def is_left_alone(listening: socket.socket) -> bool:
    try:
        listening.accept()
    except BlockingIOError:
        return True
    return False


@pytest.mark.parametrize("name", ["t.jsonld", "t.json", "t"])
@pytest.mark.parametrize("in_graph", [False, True])
def test_concepts_are_taken_in(name, in_graph, session) -> None:
    said = {"@context": CONTEXT, "@graph": GRAPH} | ({"@id": "https://x.example/graph"} if in_graph else {})
    tally = import_concepts(session, read_concepts(name, json.dumps(said).encode()), source="A list of 2026", by=None)
    assert tally.added == 2
    named = {one.key: one for one in session.scalars(select(Subject))}
    assert named["thin"].parent_id == named["wide"].id
    assert named["wide"].labels == {"en": "wide", "sr-Cyrl": "широко"}
    assert session.scalars(select(SubjectMatch.uri)).all() == ["https://other.example/7"]


def test_what_goes_out_comes_in_the_same(session, visitor) -> None:
    add_subject(session, SubjectForm(key="work", labels={"en": "work", "sr-Cyrl": "рад"}), by=None)
    add_subject(session, SubjectForm(key="seasonal", labels={"en": "seasonal work"}, parent="work"), by=None)
    session.commit()
    by_form = [
        read_concepts(f"t.{form}", visitor.get(f"/library/subjects.{form}").content) for form in ("jsonld", "ttl")
    ]
    assert by_form[0] == by_form[1] and len(by_form[0]) == 2


def placed(address: str) -> dict[str, object]:
    """Files that name an address in each place where JSON-LD would follow it."""
    return {
        "alone": {"@context": address, "@graph": GRAPH},
        "in a list": {"@context": [CONTEXT, address], "@graph": GRAPH},
        "of one node": {"@context": CONTEXT, "@graph": [{**GRAPH[0], "@context": address}]},
        "of a term": {"@context": {**CONTEXT, "near": {"@id": "skos:related", "@context": address}}, "@graph": GRAPH},
        "imported": {"@context": {"@version": 1.1, "@import": address, **CONTEXT}, "@graph": GRAPH},
        "in a list of files": [{"@context": CONTEXT, "@graph": GRAPH}, {"@context": [[address]], **GRAPH[0]}],
        "a file here": {"@context": "file:///etc/passwd", "@graph": GRAPH},
        "near": {"@context": "context.jsonld", "@graph": GRAPH},
    }


@pytest.mark.parametrize("place", placed(""))
def test_a_context_elsewhere_is_refused_and_not_asked_for(place, elsewhere) -> None:
    address, listening = elsewhere
    with pytest.raises(Refusal):
        read_concepts("t.jsonld", json.dumps(placed(address)[place]).encode())
    assert is_left_alone(listening)


def test_the_sentence_says_what_to_do(elsewhere) -> None:
    address, listening = elsewhere
    escaped = json.dumps(placed(address)["alone"]).replace("@context", "\\u0040context")
    with pytest.raises(Refusal, match="Write them into the file") as said:
        read_concepts("t.jsonld", escaped.encode())
    assert address in str(said.value)
    assert is_left_alone(listening)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"@context": {}}', b"\xff{", b"[" * 5000, b'{"a":' * 70 + b"1" + b"}" * 70,
             b'{"@context": {"a": {"@id": 7}}, "a": 1}'],
)  # fmt: skip
def test_what_is_none_is_refused_in_a_sentence(data) -> None:
    with pytest.raises(Refusal):
        read_concepts("t.jsonld", data)
