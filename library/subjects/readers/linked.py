"""SKOS as JSON-LD: the same concepts as from RDF/XML. Nothing outside the file is fetched.

A context may be an address, and a reader that follows it asks whatever server the file names, from inside our network.
Such a file is refused before anything reads it as JSON-LD; contexts written out in the file are understood.
"""

import json
import warnings
from collections.abc import Iterator
from typing import Any, Final

from library.subjects.readers.concepts import Concept
from library.subjects.readers.statements import concepts_in
from rmtc.errors import Refusal
from rmtc.i18n.texts import gettext as _

_DEEPEST: Final = 60


def read_linked(data: bytes) -> list[Concept]:
    """Read the concepts of a file by their URIs; raises Refusal when it is no JSON-LD with SKOS concepts."""
    try:
        said = json.loads(data)
        _refuse_addresses(said, 0)
    except (ValueError, RecursionError) as broken:
        raise Refusal(_("The file is not JSON-LD: %(why)s") % {"why": str(broken)[:200]}) from broken
    return concepts_in(_graph(said))


def _graph(said: Any) -> Any:
    from rdflib import Dataset, Graph  # noqa: PLC0415 - slow to load, and only a file in JSON-LD needs it

    named, graph = Dataset(), Graph()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # rdflib uses what it advises against
            named.parse(data=json.dumps(said), format="json-ld")
            for subject, says, what, _name in named.quads():  # concepts may stand in graphs with names
                graph.add((subject, says, what))
    except Exception as broken:  # the parser raises what it comes across
        raise Refusal(_("The file is not JSON-LD: %(why)s") % {"why": " ".join(str(broken).split())[:200]}) from broken
    return graph


def _refuse_addresses(said: Any, depth: int) -> None:
    """Refuse contexts that stand elsewhere, wherever in the file they are named, and what is nested beyond reason."""
    if depth > _DEEPEST:
        raise Refusal(_("The file is not JSON-LD: %(why)s") % {"why": _("it is nested too deeply")})
    if isinstance(said, dict):
        for address in (*_texts(said.get("@context")), *_texts(said.get("@import"))):
            sentence = _(
                "The terms of the file stand at “%(address)s”, which is not fetched. Write them into the file."
            )
            raise Refusal(sentence % {"address": address[:200]})
    for part in said.values() if isinstance(said, dict) else said if isinstance(said, list) else ():
        _refuse_addresses(part, depth + 1)


def _texts(contexts: Any) -> Iterator[str]:
    """The addresses among some contexts, in lists of lists, too."""
    if isinstance(contexts, list):
        for one in contexts:
            yield from _texts(one)
    elif isinstance(contexts, str):
        yield contexts
