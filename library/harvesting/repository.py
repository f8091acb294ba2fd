"""The answers to the six verbs."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import urlsplit

from lxml import etree
from lxml.etree import _Element as Element
from sqlalchemy import ColumnElement, false

from library.collections.queries import all_subjects
from library.exchange.described import Described, describe
from library.harvesting import envelopes, queries
from library.harvesting.protocol import Asking, OaiError, Window, check_format, read_asking, window_of
from library.harvesting.queries import Announced
from library.harvesting.tokens import Place, read_token, write_token
from library.reading.queries import newest_version, open_files
from library.resources.models import Resource
from rmtc.clock import now
from rmtc.db import ReadSession

PART: Final = 100
"""So many records, or three times as many headers, in a part of a list."""
_IDENTIFIER: Final = "http://www.openarchives.org/OAI/2.0/oai-identifier"
_DOMAIN: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9\-]*(\.[a-zA-Z][a-zA-Z0-9\-]*)+")
_LARGEST: Final = 2**31


@dataclass(frozen=True)
class Repository:
    """The repository as a harvester meets it: who runs it, where, and the key that signs its tokens."""

    session: ReadSession
    name: str
    email: str
    site: str
    address: str
    key: bytes

    def answer(self, pairs: list[tuple[str, str]]) -> Element:
        """The answer to a request, whatever was asked."""
        try:
            asking = read_asking(pairs)
        except OaiError as error:
            return self._refusal(error, None)
        try:
            check_format(asking)
            said = self._verbs[asking.verb](asking)
        except OaiError as error:
            return self._refusal(error, asking if error.repeats else None)
        root = envelopes.envelope(self.address, asking)
        root.append(said)
        return root

    def _refusal(self, error: OaiError, asking: Asking | None) -> Element:
        root = envelopes.envelope(self.address, asking)
        envelopes.add_error(root, error)
        return root

    @property
    def _verbs(self) -> dict[str, Callable[[Asking], Element]]:
        return {
            "Identify": self._identify,
            "ListMetadataFormats": self._list_formats,
            "ListSets": self._list_sets,
            "ListIdentifiers": self._list,
            "ListRecords": self._list,
            "GetRecord": self._get_record,
        }

    @cached_property
    def _host(self) -> str:
        return urlsplit(self.site).hostname or "localhost"

    @cached_property
    def _labels(self) -> dict[int, dict[str, str]]:
        return {one.id: {code: str(text) for code, text in one.labels.items()} for one in all_subjects(self.session)}

    def _identifier(self, number: int) -> str:
        return f"oai:{self._host}:{number}"

    def _identify(self, asking: Asking) -> Element:
        root = _element(asking.verb)
        envelopes.add(root, "repositoryName", self.name)
        envelopes.add(root, "baseURL", self.address)
        envelopes.add(root, "protocolVersion", "2.0")
        envelopes.add(root, "adminEmail", self.email)
        first = queries.first_stamp(self.session)
        envelopes.add(root, "earliestDatestamp", envelopes.written(queries.stamp_of(first) if first else now()))
        envelopes.add(root, "deletedRecord", "persistent")
        envelopes.add(root, "granularity", "YYYY-MM-DDThh:mm:ssZ")
        envelopes.add(root, "compression", "gzip")
        if _DOMAIN.fullmatch(self._host):
            envelopes.add(root, "description").append(self._scheme())
        return root

    def _scheme(self) -> Element:
        """How identifiers are made (oai-identifier guidelines); only for a host that has a name."""
        schema = "http://www.openarchives.org/OAI/2.0/oai-identifier.xsd"
        xsi = "http://www.w3.org/2001/XMLSchema-instance"
        root = envelopes.plain("oai-identifier", _IDENTIFIER)
        root.set(f"{{{xsi}}}schemaLocation", f"{_IDENTIFIER} {schema}")
        sample = queries.first_number(self.session) or 1
        said = {"scheme": "oai", "repositoryIdentifier": self._host, "delimiter": ":"}
        for name, text in (said | {"sampleIdentifier": self._identifier(sample)}).items():
            etree.SubElement(root, f"{{{_IDENTIFIER}}}{name}").text = text
        return root

    def _list_formats(self, asking: Asking) -> Element:
        if identifier := asking.get("identifier"):
            self._found(identifier)
        root = _element(asking.verb)
        for prefix, (schema, namespace) in envelopes.FORMATS.items():
            one = envelopes.add(root, "metadataFormat")
            envelopes.add(one, "metadataPrefix", prefix)
            envelopes.add(one, "schema", schema)
            envelopes.add(one, "metadataNamespace", namespace)
        return root

    def _list_sets(self, asking: Asking) -> Element:
        if "resumptionToken" in asking.arguments:
            raise OaiError("badResumptionToken", "The list of sets comes in one part.")
        sets = queries.public_sets(self.session)
        if not sets:
            raise OaiError("noSetHierarchy", "There are no sets yet.")
        root = _element(asking.verb)
        for spec, name in sets.items():
            one = envelopes.add(root, "set")
            envelopes.add(one, "setSpec", spec)
            envelopes.add(one, "setName", name)
        return root

    def _get_record(self, asking: Asking) -> Element:
        one = self._found(asking.get("identifier"))
        root = _element(asking.verb)
        self._add_record(root, one, asking.get("metadataPrefix"))
        return root

    def _found(self, identifier: str) -> Announced:
        start, number = identifier[: -len(identifier.rpartition(":")[2])], identifier.rpartition(":")[2]
        is_ours = start == self._identifier(0)[:-1] and number.isascii() and number.isdigit() and len(number) < 10  # noqa: PLR2004 - no id is longer
        one = queries.one_announced(self.session, int(number)) if is_ours and int(number) < _LARGEST else None
        if one is None or number != str(one.number):
            raise OaiError("idDoesNotExist", "There is no such record here.")
        return one

    def _list(self, asking: Asking) -> Element:
        given, place = asking, Place()
        if "resumptionToken" in asking.arguments:
            given, place = read_token(self.key, asking)
        window, chosen = window_of(given), queries.in_set(self.session, given.get("set"))
        return self._part(given, place, window, false() if chosen is None else chosen)

    def _part(self, given: Asking, place: Place, window: Window, chosen: ColumnElement[bool]) -> Element:
        whole = given.verb == "ListRecords"
        size = PART if whole else 3 * PART
        found = queries.announced_after(self.session, window, chosen, place.after, size + 1, whole=whole)
        part, is_last = found[:size], len(found) <= size
        if not part and place.delivered:
            # What was left has moved out of the window or the set; a list cannot end with nothing, so it repeats one.
            part = [one for one in [queries.one_announced(self.session, place.after)] if one]
        if not part:
            raise OaiError("noRecordsMatch", "No record has changed then, or none is in this set.")
        root = _element(given.verb)
        for one in part:
            if whole:
                self._add_record(root, one, given.get("metadataPrefix"))
            else:
                envelopes.add_header(root, one, self._identifier(one.number))
        if not (is_last and not place.delivered):
            total = place.total or queries.count_announced(self.session, window, chosen)
            reached = Place(part[-1].number, place.delivered + len(part), total)
            token = "" if is_last else write_token(self.key, given, reached)
            envelopes.add_end(root, token, max(total, reached.delivered), place.delivered)
        return root

    def _add_record(self, root: Element, one: Announced, prefix: str) -> None:
        described = self._described(one.resource, one.related) if one.resource else None
        envelopes.add_record(root, one, self._identifier(one.number), prefix, described)

    def _described(self, resource: Resource, related: Sequence[tuple[str, int]]) -> Described:
        files = open_files(resource, newest_version(resource), for_staff=False)
        return describe(resource, files, self._labels, self.site, related)


def _element(verb: str) -> Element:
    return envelopes.plain(verb, envelopes.OAI)
