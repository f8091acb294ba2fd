"""The XML around an answer: the OAI-PMH element, records with their headers, errors, the end of a list."""

from datetime import datetime
from typing import Any, Final

from lxml import etree
from lxml.etree import _Element as Element

from library.exchange.described import Described, Reach
from library.exchange.dublin_core import Term, terms
from library.exchange.openaire import OAIRE, SCHEMA, openaire
from library.harvesting.protocol import SECONDS, Asking, OaiError
from library.harvesting.queries import Announced
from rmtc.clock import now

OAI: Final = "http://www.openarchives.org/OAI/2.0/"
_OAI_SCHEMA: Final = f"{OAI}OAI-PMH.xsd"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_WHERE: Final = f"{{{_XSI}}}schemaLocation"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_OAI_DC: Final = f"{OAI}oai_dc/"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
FORMATS: Final = {
    "oai_dc": ("http://www.openarchives.org/OAI/2.0/oai_dc.xsd", _OAI_DC),
    "oai_openaire": (SCHEMA, OAIRE),
}
"""Schema and namespace by metadata prefix."""


_REPO: Final = "info:eu-repo"
REACHES: Final = {
    Reach.OPEN: "openAccess",
    Reach.EMBARGOED: "embargoedAccess",
    Reach.RESTRICTED: "restrictedAccess",
}
"""Access terms of info:eu-repo; it has none for a mere description."""


def envelope(address: str, asking: Asking | None) -> Element:
    """An answer with its date and the request it answers; `asking` is empty where the request was not understood."""
    root = plain("OAI-PMH", OAI)
    root.set(_WHERE, f"{OAI} {_OAI_SCHEMA}")
    add(root, "responseDate", written(now()))
    request = add(root, "request", address)
    for name, value in asking.repeated().items() if asking else ():
        request.set(name, value)
    return root


def plain(name: str, namespace: str) -> Element:
    """An element in a namespace of its own that needs no prefix inside it."""
    prefixes: Any = {None: namespace, "xsi": _XSI}
    return etree.Element(f"{{{namespace}}}{name}", nsmap=prefixes)


def add(parent: Element, name: str, text: str = "") -> Element:
    """An element of the protocol."""
    made = etree.SubElement(parent, f"{{{OAI}}}{name}")
    made.text = text or None
    return made


def written(moment: datetime) -> str:
    """A moment in UTC to the second."""
    return moment.strftime(SECONDS)


def add_error(root: Element, error: OaiError) -> None:
    """Say what is wrong."""
    add(root, "error", str(error)).set("code", error.code)


def add_header(parent: Element, one: Announced, identifier: str) -> None:
    """Identifier, stamp and sets of a record, or that it is gone."""
    header = add(parent, "header")
    if one.resource is None:
        header.set("status", "deleted")
    add(header, "identifier", identifier)
    add(header, "datestamp", written(one.stamp))
    for spec in one.sets:
        add(header, "setSpec", spec)


def add_record(parent: Element, one: Announced, identifier: str, prefix: str, described: Described | None) -> None:
    """A record in a format; of one that is gone only the header."""
    record = add(parent, "record")
    add_header(record, one, identifier)
    if described is not None:
        metadata = add(record, "metadata")
        metadata.append(openaire(described) if prefix == "oai_openaire" else dublin_core(described))


def dublin_core(described: Described) -> Element:
    """A record in unqualified Dublin Core."""
    root = etree.Element(f"{{{_OAI_DC}}}dc", nsmap={"oai_dc": _OAI_DC, "dc": _DC, "xsi": _XSI})
    root.set(_WHERE, f"{_OAI_DC} {FORMATS['oai_dc'][0]}")
    for term in (*terms(described), *reach_of(described)):
        made = etree.SubElement(root, f"{{{_DC}}}{term.name}")
        made.text = term.value
        if term.language:
            made.set(_LANG, term.language)
    return root


def reach_of(described: Described) -> list[Term]:
    """How far the public gets, in the words of info:eu-repo: search engines like BASE tell open access by them."""
    said = [Term("rights", f"{_REPO}/semantics/{word}") for word in [REACHES.get(described.reach)] if word]
    return said + [Term("date", f"{_REPO}/date/embargoEnd/{day}") for day in [described.opens] if day]


def add_end(parent: Element, token: str, total: int, cursor: int) -> None:
    """The token that continues a list; empty after its last part."""
    end = add(parent, "resumptionToken", token)
    end.set("completeListSize", str(total))
    end.set("cursor", str(cursor))


def serialised(root: Element) -> bytes:
    """An answer as it is sent."""
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))
