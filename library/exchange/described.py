"""A record as machines are told of it: everything gathered once, for every format."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final
from urllib.parse import quote

from library.description.fields import FIELDS
from library.description.identifiers import Identifier
from library.description.licences import licence_url
from library.resources.models import AUTHOR, AccessLevel, FileState, Resource, ResourceFile

_EXACT: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ISO_639: Final = {
    "en": "eng", "sr-Cyrl": "srp", "sr-Latn": "srp", "sq": "sqi", "mk": "mkd", "bs": "bos", "cnr": "cnr", "hr": "hrv",
    "sl": "slv", "de": "deu", "sv": "swe", "fr": "fra",
}  # fmt: skip
"""ISO 639-3 by the codes of our languages."""


def legal(text: str) -> str:
    """A text without the characters that XML 1.0 forbids."""
    return _NOT_XML.sub("", text)


@dataclass(frozen=True)
class Maker:
    """A person ("Last, First") or a body; `address` is a page or identifier of its own elsewhere."""

    name: str
    is_body: bool
    address: str = ""

    @property
    def family(self) -> str:
        """The last name of a person, the whole name of a body."""
        return self.name if self.is_body else self.name.partition(",")[0].strip()

    @property
    def given(self) -> str:
        """The first name of a person."""
        return "" if self.is_body else self.name.partition(",")[2].strip()


@dataclass(frozen=True)
class OpenFile:
    """A file that the public may fetch; `size` in bytes."""

    name: str
    address: str
    media_type: str
    size: int


class Reach(StrEnum):
    """How far the public gets to the text of a record."""

    OPEN = "open"
    EMBARGOED = "embargoed"
    RESTRICTED = "restricted"
    DESCRIPTION_ONLY = "description only"


@dataclass(frozen=True)
class Described:
    """A record for machines: texts by language code, absolute addresses.

    `reach` is how far the public gets to the text, `opens` the day on which an embargo ends. `relations` are senses
    and addresses of the public records it belongs with.
    """

    number: int
    address: str
    kind: str
    language: str
    titles: Mapping[str, str]
    abstracts: Mapping[str, str]
    makers: tuple[Maker, ...]
    others: tuple[tuple[str, Maker], ...]
    publisher: str
    date: str
    period: str
    serial: str
    subjects: tuple[Mapping[str, str], ...]
    identifiers: tuple[Identifier, ...]
    licence: str
    licence_address: str
    rights: str
    files: tuple[OpenFile, ...]
    reach: Reach
    opens: str
    changed: str
    published: str
    relations: tuple[tuple[str, str], ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title in the record's own language."""
        return self.titles[self.language]

    @property
    def year(self) -> str:
        """The year of its date, empty when it has none."""
        return self.date[:4]

    @property
    def language_code(self) -> str:
        """Its language by ISO 639-3."""
        return ISO_639.get(self.language, self.language)

    def identified(self, scheme: str) -> str:
        """The first identifier of a scheme, or empty."""
        return next((one.value for one in self.identifiers if one.scheme == scheme), "")

    def keywords(self, language: str) -> list[str]:
        """The subjects in a language, else in English, else in any."""
        found = [one.get(language) or one.get("en") or next(iter(one.values()), "") for one in self.subjects]
        return [text for text in found if text]


def article_of(one: Described) -> dict[str, str]:
    """Where an article appeared: Title of the journal, Volume, Issue, StartPage and EndPage; empty for other kinds."""
    if one.kind != "article":
        return {}
    said = {name: legal(str(one.details.get(name) or "")) for name in ("journal", "volume", "issue", "pages")}
    first, _dash, last = said["pages"].replace("–", "-").partition("-")
    titled = {"Title": said["journal"], "Volume": said["volume"], "Issue": said["issue"]}
    return titled | {"StartPage": first.strip(), "EndPage": last.strip()}


def describe(
    resource: Resource,
    files: Sequence[ResourceFile],
    labels: Mapping[int, Mapping[str, str]],
    site: str,
    related: Sequence[tuple[str, int]] = (),
) -> Described:
    """Gather a record with its open files and the labels of subjects by id; `site` has no slash at its end.

    `related` are senses and numbers of other records, public ones only.
    """
    address = f"{site}/library/{resource.id}"
    reach = _reach(resource, files)
    roles = [one.name for one in FIELDS.get(resource.kind, ()) if one.shape == "names"]
    return Described(
        number=resource.id,
        address=address,
        kind=resource.kind,
        language=resource.language,
        titles=_texts({resource.language: resource.title}, resource.titles),
        abstracts=_texts({resource.language: resource.abstract}, resource.abstracts),
        makers=_makers(resource, AUTHOR),
        others=tuple((role, one) for role in roles for one in _makers(resource, role)),
        publisher=legal(resource.publisher),
        date=_day(resource),
        period=legal(resource.period),
        serial=legal(resource.number),
        subjects=tuple(labels[one.subject_id] for one in resource.subjects if one.subject_id in labels),
        identifiers=tuple(Identifier(one.scheme, legal(one.value)) for one in resource.identifiers),
        licence=legal(resource.licence),
        licence_address=licence_url(resource.licence),
        rights=legal(resource.rights),
        files=tuple(_file(one, address) for one in files),
        reach=reach,
        opens=f"{resource.files_open_on}" if reach is Reach.EMBARGOED else "",
        changed=f"{resource.changed_at:%Y-%m-%dT%H:%M:%SZ}",
        published=f"{resource.published_at or resource.changed_at:%Y-%m-%dT%H:%M:%SZ}",
        relations=tuple((sense, f"{site}/library/{number}") for sense, number in related),
        details=resource.details,
    )


def _reach(resource: Resource, files: Sequence[ResourceFile]) -> Reach:
    if files:
        return Reach.OPEN
    there = resource.versions[-1].files if resource.versions else []
    if all(one.state is FileState.QUARANTINED for one in there):
        return Reach.DESCRIPTION_ONLY
    level = resource.files_access or resource.access
    will_open = resource.files_open_on is not None and level is AccessLevel.PUBLIC
    return Reach.EMBARGOED if will_open else Reach.RESTRICTED


def _texts(own: Mapping[str, str], further: Mapping[str, str]) -> dict[str, str]:
    both = {**own, **{code: text for code, text in further.items() if code not in own}}
    return {code: legal(text) for code, text in both.items() if text}


def _makers(resource: Resource, role: str) -> tuple[Maker, ...]:
    return tuple(Maker(legal(one.name), one.is_body, legal(one.address)) for one in resource.people_as(role))


def _day(resource: Resource) -> str:
    """The date as ISO 8601 as far as it is exact, else the year."""
    if _EXACT.fullmatch(resource.date):
        return resource.date
    return f"{resource.year:04d}" if resource.year else ""


def _file(file: ResourceFile, address: str) -> OpenFile:
    return OpenFile(file.name, f"{address}/files/{quote(file.name)}", file.stored.media_type, file.stored.size)
