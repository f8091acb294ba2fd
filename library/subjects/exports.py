"""The thesaurus as SKOS in RDF/XML."""

from collections.abc import Sequence

from lxml import etree

from library.collections.models import Subject, SubjectLink, SubjectMatch
from library.subjects.readers.skos import LANG, RDF, SKOS

_LINKS = {"broader": "broader", "related": "related"}
_MATCHES = {"exact": "exactMatch", "close": "closeMatch"}


def skos(
    subjects: Sequence[Subject], links: Sequence[SubjectLink], matches: Sequence[SubjectMatch], site: str
) -> bytes:
    """Write the concepts with names, notes, places and matches; a concept without a URI gets one of this site's."""
    uris = {one.id: one.uri or f"{site}/library/subjects/{one.key}" for one in subjects}
    root = etree.Element(f"{{{RDF}}}RDF", nsmap={"rdf": RDF, "skos": SKOS})
    nodes = {}
    for subject in subjects:
        node = nodes[subject.id] = etree.SubElement(root, f"{{{SKOS}}}Concept", {f"{{{RDF}}}about": uris[subject.id]})
        _name(node, subject)
        if subject.parent_id in uris:
            _point(node, "broader", uris[subject.parent_id])
    for link in links:
        _point(nodes[link.from_id], _LINKS[link.kind], uris[link.to_id])
    for match in matches:
        _point(nodes[match.subject_id], _MATCHES[match.kind], match.uri)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _name(node: etree._Element, subject: Subject) -> None:
    for code, text in subject.labels.items():
        _say(node, "prefLabel", code, text)
    for code, texts in subject.others.items():
        for text in dict.fromkeys(texts):
            if text != subject.labels.get(code):
                _say(node, "altLabel", code, text)
    for code, text in subject.notes.items():
        _say(node, "scopeNote", code, text)


def _say(node: etree._Element, name: str, code: str, text: str) -> None:
    etree.SubElement(node, f"{{{SKOS}}}{name}", {LANG: code}).text = text


def _point(node: etree._Element, name: str, uri: str) -> None:
    etree.SubElement(node, f"{{{SKOS}}}{name}", {f"{{{RDF}}}resource": uri})
