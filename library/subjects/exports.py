"""The thesaurus as SKOS: in RDF/XML, Turtle and JSON-LD, from one list of statements."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from lxml import etree

from library.collections.models import Subject, SubjectLink, SubjectMatch
from library.subjects.readers.skos import LANG, RDF, SKOS

_LINKS: Final = {"broader": "broader", "related": "related"}
_MATCHES: Final = {"exact": "exactMatch", "close": "closeMatch"}
_NOT_IN_IRI: Final = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Said(NamedTuple):
    """Something said of a concept: a SKOS name with a text and its language, or with the URI of another concept."""

    name: str
    value: str
    language: str = ""


Thesaurus = Mapping[str, Sequence[Said]]
"""Everything said, by the URI of the concept."""


def thesaurus(
    subjects: Sequence[Subject], links: Sequence[SubjectLink], matches: Sequence[SubjectMatch], site: str
) -> Thesaurus:
    """Names, notes, places and matches; a concept without a URI gets one of this site's."""
    uris = {one.id: _iri(one.uri or f"{site}/library/subjects/{one.key}") for one in subjects}
    found = {uris[one.id]: list(_names(one)) for one in subjects}
    for one in subjects:
        if one.parent_id in uris:
            found[uris[one.id]].append(Said("broader", uris[one.parent_id]))
    for link in links:
        found[uris[link.from_id]].append(Said(_LINKS[link.kind], uris[link.to_id]))
    for match in matches:
        found[uris[match.subject_id]].append(Said(_MATCHES[match.kind], _iri(match.uri)))
    return found


def _names(subject: Subject) -> Iterator[Said]:
    for code, text in subject.labels.items():
        yield Said("prefLabel", text, code)
    for code, texts in subject.others.items():
        for text in dict.fromkeys(texts):
            if text != subject.labels.get(code):
                yield Said("altLabel", text, code)
    for code, text in subject.notes.items():
        yield Said("scopeNote", text, code)


def _iri(text: str) -> str:
    """An address with nothing in it that Turtle would not take for one (RDF 1.1 Turtle, IRIREF)."""
    return _NOT_IN_IRI.sub(lambda found: f"%{ord(found[0]):02X}", text)


def as_xml(said: Thesaurus) -> bytes:
    """RDF/XML."""
    root = etree.Element(f"{{{RDF}}}RDF", nsmap={"rdf": RDF, "skos": SKOS})
    for uri, each in said.items():
        node = etree.SubElement(root, f"{{{SKOS}}}Concept", {f"{{{RDF}}}about": uri})
        for one in each:
            attributes = {LANG: one.language} if one.language else {f"{{{RDF}}}resource": one.value}
            etree.SubElement(node, f"{{{SKOS}}}{one.name}", attributes).text = one.value if one.language else None
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def as_turtle(said: Thesaurus) -> bytes:
    """Turtle (RDF 1.1)."""
    parts = [f"@prefix skos: <{SKOS}> .\n"]
    for uri, each in said.items():
        rows = ["a skos:Concept", *(f"skos:{one.name} {_turtle(one)}" for one in each)]
        parts.append(f"<{uri}> " + " ;\n    ".join(rows) + " .\n")
    return "\n".join(parts).encode()


def _turtle(one: Said) -> str:
    if not one.language:
        return f"<{one.value}>"
    text = "".join(_ESCAPES.get(letter, letter) for letter in one.value)
    return f'"{text}"@{one.language}'


def as_json(said: Thesaurus) -> bytes:
    """JSON-LD, with its context inside, so that nobody has to fetch one."""
    graph = [{"@id": uri, "@type": "skos:Concept", **_grouped(each)} for uri, each in said.items()]
    whole = {"@context": {"skos": SKOS}, "@graph": graph}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _grouped(each: Sequence[Said]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for one in each:
        value = {"@value": one.value, "@language": one.language} if one.language else {"@id": one.value}
        found.setdefault(f"skos:{one.name}", []).append(value)
    return found


FORMS: Final[dict[str, tuple[str, Callable[[Thesaurus], bytes]]]] = {
    "rdf": ("application/rdf+xml", as_xml),
    "ttl": ("text/turtle; charset=utf-8", as_turtle),
    "jsonld": ("application/ld+json", as_json),
}
"""Media type and writer by the ending of the address."""
NAMES: Final = {"rdf": "RDF/XML", "ttl": "Turtle", "jsonld": "JSON-LD"}
"""What the forms are called everywhere."""
