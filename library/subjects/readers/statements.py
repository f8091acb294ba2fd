"""Concepts from a graph of SKOS statements, in whatever form they were written."""

from typing import Any, Final

from library.subjects.readers.concepts import Concept, key_for
from rmtc.errors import Refusal
from rmtc.i18n.texts import gettext as _

_NAMES: Final = (("prefLabel", True), ("altLabel", False), ("hiddenLabel", False))
_NOTES: Final = ("definition", "scopeNote")
_LINKS: Final = {"broader": "broader", "related": "related", "exactMatch": "exact", "closeMatch": "close"}


def concepts_in(graph: Any) -> list[Concept]:
    """The concepts of a graph of rdflib, by their URIs; raises Refusal when there are none."""
    from rdflib import RDF, SKOS, URIRef  # noqa: PLC0415 - slow to load

    uris = sorted(one for one in set(graph.subjects(RDF.type, SKOS.Concept)) if isinstance(one, URIRef))
    if not uris:
        raise Refusal(_("The file holds no SKOS concepts."))
    return [_concept(graph, SKOS, uri) for uri in uris]


def _concept(graph: Any, skos: Any, uri: Any) -> Concept:
    concept = Concept(key_for(uri), str(uri))
    for name, chosen in _NAMES:
        for text in sorted(graph.objects(uri, skos[name])):
            concept.name(text.language or "en", " ".join(text.split())[:200], chosen=chosen)
    for name in _NOTES:
        for text in sorted(graph.objects(uri, skos[name])):
            concept.notes.setdefault(text.language or "en", " ".join(text.split())[:2000])
    for name, part in _LINKS.items():
        getattr(concept, part).extend(str(one)[:300] for one in sorted(graph.objects(uri, skos[name])))
    over = {str(one)[:300] for one in graph.subjects(skos.narrower, uri)} - set(concept.broader)
    concept.broader.extend(sorted(over))
    return concept
