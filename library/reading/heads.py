"""What the page of a public record tells machines: tags, JSON-LD, and links to the same in other forms (signposting).

A record that is not open to everybody tells machines nothing, whoever is looking at its page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import Request

from library.collections.models import Subject
from library.collections.queries import subjects_with_ids
from library.exchange.citing import citations
from library.exchange.described import Described, describe
from library.exchange.highwire import tags
from library.exchange.schema_org import schema_org
from library.reading.queries import newest_version, open_files
from library.resources.models import Resource
from library.resources.policies import is_public
from rmtc.db import ReadSession


@dataclass(frozen=True)
class Link:
    """A link of a page to the same record elsewhere or in another form."""

    rel: str
    address: str
    media_type: str = ""
    profile: str = ""


@dataclass(frozen=True)
class Head:
    """What stands in the head of a page, and its links."""

    tags: list[tuple[str, str]]
    data: dict[str, Any]
    links: list[Link]

    def header(self) -> str:
        """The links as the value of a Link header (RFC 8288)."""
        return ", ".join(_written(link) for link in self.links)


def described(session: ReadSession, resource: Resource, site: str) -> Described:
    """A record with its open files, as machines are told of it."""
    return described_with(subjects_with_ids(session, [place.subject_id for place in resource.subjects]), resource, site)


def described_with(about: Mapping[int, Subject], resource: Resource, site: str) -> Described:
    """The same, with the record's subjects at hand."""
    labels = {number: {code: str(text) for code, text in one.labels.items()} for number, one in about.items()}
    return describe(resource, open_files(resource, newest_version(resource), for_staff=False), labels, site)


def told(request: Request, about: Mapping[int, Subject], resource: Resource, language: str) -> dict[str, Any]:
    """What a record's page needs for machines and for those who cite it; `head` is None where it is not public."""
    one = described_with(about, resource, request.app.state.settings.site_url)
    head = head_of(request, resource, one)
    return {"head": head, "citations": citations(one, language), "citation_names": CITATION_NAMES}


def head_of(request: Request, resource: Resource, one: Described) -> Head | None:
    """The head of the page of a record described; none for one that is not public."""
    if not is_public(resource):
        return None
    data = schema_org(one)
    return Head(tags(one), data, _links(request, one, data["@type"]))


def _links(request: Request, one: Described, kind: str) -> list[Link]:
    urls, site = request.app.state.urls, request.app.state.settings.site_url
    asked = {"verb": "GetRecord", "identifier": f"oai:{_host(site)}:{one.number}"}
    links = [
        Link("cite-as", one.address),
        Link("type", f"https://schema.org/{kind}"),
        Link("describedby", site + urls("api.library.resource", resource_id=one.number), "application/json"),
    ]
    for prefix, profile in PROFILES.items():
        address = site + urls("harvesting.oai", query=asked | {"metadataPrefix": prefix})
        links.append(Link("describedby", address, "text/xml", profile))
    for form, media_type in CITATION_TYPES.items():
        address = site + urls("library.citation", resource_id=one.number, form=form)
        links.append(Link("describedby", address, media_type))
    links += [Link("item", file.address, file.media_type) for file in one.files]
    if one.licence_address:
        links.append(Link("license", one.licence_address))
    return links


CITATION_NAMES = {"ris": "RIS", "bib": "BibTeX", "json": "CSL-JSON"}
"""Forms of citations for reference managers, as people know them."""
CITATION_TYPES = {
    "ris": "application/x-research-info-systems",
    "bib": "application/x-bibtex",
    "json": "application/vnd.citationstyles.csl+json",
}
"""Media types of citations for reference managers, by the ending of the file."""
PROFILES = {
    "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
    "oai_openaire": "http://namespace.openaire.eu/schema/oaire/",
}
"""Namespaces of the forms in which harvesters get a record."""


def _host(site: str) -> str:
    return site.partition("//")[2].partition("/")[0].partition(":")[0]


def _written(link: Link) -> str:
    address = quote(link.address, safe="%/:?&=#+@~!$'()*;,[]")
    said = {"rel": link.rel, "type": link.media_type, "profile": link.profile}
    return "; ".join([f"<{address}>", *(f'{name}="{value}"' for name, value in said.items() if value)])
