"""SKOS as Turtle: the same concepts as from RDF/XML. Nothing outside the file is fetched."""

from library.subjects.readers.concepts import Concept
from library.subjects.readers.statements import concepts_in
from rmtc.errors import Refusal
from rmtc.i18n.texts import gettext as _


def read_turtle(data: bytes) -> list[Concept]:
    """Read the concepts of a file by their URIs; raises Refusal when it is no Turtle with SKOS concepts."""
    from rdflib import Graph  # noqa: PLC0415 - slow to load, and only a file in Turtle needs it

    graph = Graph()
    try:
        graph.parse(data=data, format="turtle")
    except Exception as broken:  # the parser raises what it comes across: syntax, encoding, numbers, recursion
        raise Refusal(_("The file is not Turtle: %(why)s") % {"why": " ".join(str(broken).split())[:200]}) from broken
    return concepts_in(graph)
