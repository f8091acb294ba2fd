"""SKOS as RDF/XML: concepts with names, notes, places and matches. Nothing outside the file is fetched."""

from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from library.subjects.readers.concepts import Concept, key_for
from rmtc.errors import Refusal
from rmtc.i18n.texts import gettext as _

SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMES: Final = {"prefLabel": True, "altLabel": False, "hiddenLabel": False}
_NOTES: Final = ("definition", "scopeNote")
_LINKS: Final = {"broader": "broader", "related": "related", "exactMatch": "exact", "closeMatch": "close"}


def read_skos(data: bytes) -> list[Concept]:
    """Read the concepts of a file in their order; raises Refusal when it is no RDF/XML with SKOS concepts."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as broken:
        raise Refusal(_("The file is not RDF/XML: %(why)s") % {"why": str(broken)[:200]}) from broken
    found = {concept.uri: concept for concept in map(_concept, _concepts(root))}
    _turn_round(root, found)
    if not found:
        raise Refusal(_("The file holds no SKOS concepts."))
    return list(found.values())


def _concepts(root: Any) -> Iterator[Any]:
    for node in root:
        types = {each.get(f"{{{RDF}}}resource") for each in node.findall(f"{{{RDF}}}type")}
        if node.get(f"{{{RDF}}}about") and (node.tag == f"{{{SKOS}}}Concept" or f"{SKOS}Concept" in types):
            yield node


def _concept(node: Any) -> Concept:
    uri = node.get(f"{{{RDF}}}about")
    concept = Concept(key_for(uri), uri)
    for child in node:
        name = etree.QName(child)
        if name.namespace != SKOS:
            continue
        text = " ".join((child.text or "").split())[:200]
        if name.localname in _NAMES:
            concept.name(child.get(LANG, "en"), text, chosen=_NAMES[name.localname])
        elif name.localname in _NOTES and text:
            concept.notes.setdefault(child.get(LANG, "en"), " ".join((child.text or "").split())[:2000])
        elif name.localname in _LINKS and (target := child.get(f"{{{RDF}}}resource")):
            getattr(concept, _LINKS[name.localname]).append(target[:300])
    return concept


def _turn_round(root: Any, found: dict[str, Concept]) -> None:
    """Where only the broader concept names its narrower ones, say it of those too."""
    for node in _concepts(root):
        uri = node.get(f"{{{RDF}}}about")
        for child in node.iterfind(f"{{{SKOS}}}narrower"):
            narrower = found.get(child.get(f"{{{RDF}}}resource", ""))
            if narrower and uri not in narrower.broader:
                narrower.broader.append(uri)
