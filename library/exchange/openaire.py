"""The application profile of the OpenAIRE Guidelines for Literature Repositories 4.0, as XML."""

import re
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from library.exchange.described import ISO_639, Described, Maker, Reach, article_of

OAIRE: Final = "http://namespace.openaire.eu/schema/oaire/"
SCHEMA: Final = "https://www.openaire.eu/schema/repo-lit/4.0/openaire.xsd"
_DATACITE: Final = "http://datacite.org/schema/kernel-4"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_COAR: Final = "http://purl.org/coar"
TYPES: Final = {
    "report": ("literature", "c_93fc", "report"),
    "plan": ("literature", "c_186u", "policy report"),
    "action_plan": ("literature", "c_186u", "policy report"),
    "guide": ("literature", "c_71bd", "technical documentation"),
    "training": ("literature", "c_18cf", "text"),
    "article": ("literature", "c_6501", "journal article"),
    "data": ("dataset", "c_ddb1", "dataset"),
    "video": ("other research product", "c_12ce", "video"),
}
"""General type and COAR resource type by kind; anything else is a text."""
ROLES: Final = {"editor": "Editor", "lead": "ProjectLeader", "donor": "Sponsor"}
"""DataCite contributor types by our roles; anything else is "Other"."""
ALTERNATE: Final = {"doi": "DOI", "isbn": "ISBN", "handle": "Handle", "eli": "URL", "uri": "URL", "celex": "CELEX"}

RELATIONS: Final = {
    "replaces": "IsNewVersionOf",
    "replaced_by": "IsPreviousVersionOf",
    "translates": "IsVariantFormOf",
    "translated_by": "IsOriginalFormOf",
    "part_of": "IsPartOf",
    "has_part": "HasPart",
}
"""DataCite relation types by our senses; the profile uses 4.1, translations have types of their own only since 4.6."""
UNKNOWN: Final = "(:unkn)"
"""What DataCite writes where a mandatory value is known to be unknown (DataCite Metadata Schema 4, appendix 3)."""
REGISTERS: Final = {
    "ORCID": ("https://orcid.org", re.compile(r"https?://orcid\.org/((?:\d{4}-){3}\d{3}[\dX])/?")),
    "ISNI": ("https://isni.org", re.compile(r"https?://(?:www\.)?isni\.org/(?:isni/)?(\d{15}[\dX])/?")),
    "ROR": ("https://ror.org", re.compile(r"(https?://ror\.org/0[a-z0-9]{8})/?")),
}
"""Registers of persons and bodies, their homes, and how the address of an entry gives its identifier."""
RIGHTS: Final = {
    Reach.OPEN: ("c_abf2", "open access"),
    Reach.EMBARGOED: ("c_f1cf", "embargoed access"),
    Reach.RESTRICTED: ("c_16ec", "restricted access"),
    Reach.DESCRIPTION_ONLY: ("c_14cb", "metadata only access"),
}
"""COAR access rights by how far the public gets to the text."""


def openaire(one: Described) -> Element:
    """A record in the profile: titles, creators, dates, type, identifier and rights are always there (level M)."""
    root = etree.Element(f"{{{OAIRE}}}resource", nsmap={"oaire": OAIRE, "datacite": _DATACITE, "dc": _DC, "xsi": _XSI})
    root.set(f"{{{_XSI}}}schemaLocation", f"{OAIRE} {SCHEMA}")
    titles = _under(root, "titles")
    for code, text in one.titles.items():
        kind = {} if code == one.language else {"titleType": "TranslatedTitle"}
        _under(titles, "title", text, **kind).set(_LANG, ISO_639.get(code, code))
    _people(root, one)
    _dates(root, one)
    _in(root, _DC, "language", one.language_code)
    if one.publisher:
        _in(root, _DC, "publisher", one.publisher)
    for code, text in one.abstracts.items():
        _in(root, _DC, "description", text).set(_LANG, ISO_639.get(code, code))
    for media_type in dict.fromkeys(file.media_type for file in one.files):
        _in(root, _DC, "format", media_type)
    if one.period:
        _in(root, _DC, "coverage", one.period)
    general, coar, word = TYPES.get(one.kind, ("literature", "c_18cf", "text"))
    _in(root, OAIRE, "resourceType", word, resourceTypeGeneral=general, uri=f"{_COAR}/resource_type/{coar}")
    _identifiers(root, one)
    _subjects(root, one)
    _access(root, one)
    for name, text in article_of(one).items():
        if text:
            _in(root, OAIRE, f"citation{name}", text)
    return root


def _under(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    return _in(parent, _DATACITE, name, text, **attributes)


def _in(parent: Element, namespace: str, name: str, text: str = "", **attributes: str) -> Element:
    made = etree.SubElement(parent, f"{{{namespace}}}{name}", attributes)
    made.text = text or None
    return made


def _people(root: Element, one: Described) -> None:
    makers = one.makers or ((Maker(one.publisher, is_body=True),) if one.publisher else ())
    creators = _under(root, "creators")
    for maker in makers:
        _name(_under(creators, "creator"), "creatorName", maker)
    if not makers:
        _under(_under(creators, "creator"), "creatorName", UNKNOWN)
    if one.others:
        contributors = _under(root, "contributors")
        for role, maker in one.others:
            kind = ROLES.get(role, "Other")
            _name(_under(contributors, "contributor", contributorType=kind), "contributorName", maker)


def _name(parent: Element, name: str, maker: Maker) -> None:
    _under(parent, name, maker.name, nameType="Organizational" if maker.is_body else "Personal")
    if maker.given:
        _under(parent, "givenName", maker.given)
        _under(parent, "familyName", maker.family)
    for scheme, (home, form) in REGISTERS.items():
        if found := form.fullmatch(maker.address):
            _under(parent, "nameIdentifier", found[1], nameIdentifierScheme=scheme, schemeURI=home)


def _dates(root: Element, one: Described) -> None:
    """When it was issued, which is mandatory (field 10: any other date where that is not known): since when it is here.

    Of an embargo the first day and the day it ends (field 7).
    """
    dates = _under(root, "dates")
    _under(dates, "date", one.date or one.published[:10], dateType="Issued")
    if one.opens:
        _under(dates, "date", one.published[:10], dateType="Accepted")
        _under(dates, "date", one.opens, dateType="Available")


def _identifiers(root: Element, one: Described) -> None:
    _under(root, "identifier", one.address, identifierType="URL")
    if others := [other for other in one.identifiers if other.scheme in ALTERNATE]:
        alternate = _under(root, "alternateIdentifiers")
        for other in others:
            _under(alternate, "alternateIdentifier", other.value, alternateIdentifierType=ALTERNATE[other.scheme])
    _related(root, one)


def _related(root: Element, one: Described) -> None:
    """The periodical it appeared in, and records that it replaces, translates, is part of, or the other way round."""
    said = [("ISSN", "IsPartOf", issn) for issn in [one.identified("issn")] if issn]
    said += [("URL", RELATIONS[sense], address) for sense, address in one.relations if sense in RELATIONS]
    if said:
        related = _under(root, "relatedIdentifiers")
        for scheme, kind, value in said:
            _under(related, "relatedIdentifier", value, relatedIdentifierType=scheme, relationType=kind)


def _subjects(root: Element, one: Described) -> None:
    if one.subjects:
        subjects = _under(root, "subjects")
        for labels in one.subjects:
            for code, text in labels.items():
                _under(subjects, "subject", text).set(_LANG, ISO_639.get(code, code))


def _access(root: Element, one: Described) -> None:
    """Say who may read; files are named only where they are open."""
    coar, word = RIGHTS[one.reach]
    address = f"{_COAR}/access_right/{coar}"
    _under(root, "rights", word, rightsURI=address)
    if one.licence:
        attributes = {"uri": one.licence_address} if one.licence_address else {}
        _in(root, OAIRE, "licenseCondition", one.licence, **attributes)
    for file in one.files:
        kinds = {"accessRightsURI": address, "mimeType": file.media_type, "objectType": "fulltext"}
        _in(root, OAIRE, "file", file.address, **kinds)
