"""Reading a repository: OAI-PMH 2.0, verb ListRecords, unqualified Dublin Core, until the list ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from lxml import etree
from lxml.etree import _Element as Element

from rmtc.errors import Refusal
from rmtc.i18n.said import say
from rmtc.outbound import Guard, fetch

MOST_PARTS = 2_000
OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ANSWERED = 200


@dataclass(frozen=True)
class Term:
    """An element of Dublin Core with the language it is said to be in."""

    name: str
    value: str
    language: str = ""


@dataclass(frozen=True)
class Delivered:
    """A record as its repository tells of it; without terms when it was deleted there."""

    identifier: str
    is_deleted: bool
    terms: tuple[Term, ...] = ()

    def all(self, name: str) -> list[str]:
        """The values of an element, in their order."""
        return [term.value for term in self.terms if term.name == name]

    def first(self, name: str) -> str:
        """The first value of an element, or nothing."""
        return next(iter(self.all(name)), "")


def delivered(address: str, part: str, since: date | None, guard: Guard) -> Iterator[Delivered]:
    """Every record of a repository (of a set, changed since a day); Refusal when it does not answer as it should."""
    asked = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
    asked |= ({"set": part} if part else {}) | ({"from": since.isoformat()} if since else {})
    for _part in range(MOST_PARTS):
        listed = _answer(address, asked, guard)
        if listed is None:
            return
        yield from map(_record, listed.iterfind(f"{OAI}record"))
        token = listed.findtext(f"{OAI}resumptionToken", "").strip()
        if not token:
            return
        if token == asked.get("resumptionToken"):
            raise Refusal(say("The repository gives the same part of its list again and again."))
        asked = {"verb": "ListRecords", "resumptionToken": token}
    raise Refusal(say("The list of the repository does not end."))


def _answer(address: str, asked: dict[str, str], guard: Guard) -> Element | None:
    """The list in an answer, or nothing where no record matches."""
    got = fetch(f"{address}?{urlencode(asked)}", guard)
    if got.status != ANSWERED:
        raise Refusal(say("The repository answers with the status %(status)s.", status=got.status))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(got.body, parser)
    except etree.XMLSyntaxError:
        raise Refusal(say("What is at this address is no repository (OAI-PMH).")) from None
    error = root.find(f"{OAI}error")
    if error is not None and error.get("code") == "noRecordsMatch":
        return None
    if error is not None:
        said = f"{error.get('code')}: {(error.text or '').strip()}"[:200]
        raise Refusal(say("The repository refuses: %(said)s", said=said))
    listed = root.find(f"{OAI}ListRecords")
    if root.tag != f"{OAI}OAI-PMH" or listed is None:
        raise Refusal(say("What is at this address is no repository (OAI-PMH)."))
    return listed


def _record(element: Element) -> Delivered:
    head = element.find(f"{OAI}header")
    if head is None:
        return Delivered("", is_deleted=False)
    identifier = (head.findtext(f"{OAI}identifier") or "").strip()
    said = [
        Term(str(one.tag).removeprefix(DC), " ".join((one.text or "").split()), one.get(LANGUAGE, ""))
        for one in element.iter(f"{DC}*")
    ]
    return Delivered(identifier, head.get("status") == "deleted", tuple(term for term in said if term.value))
