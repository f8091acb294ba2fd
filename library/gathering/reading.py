"""A record of Dublin Core as a record of this library; nothing is made up that the source does not say."""

import re
from collections.abc import Iterator

from library.collections.queries import subjects_called
from library.description.dates import read_date
from library.description.identifiers import read_identifier
from library.gathering.models import PartnerRepository
from library.gathering.oai import Delivered
from library.resources.forms import ResourceForm
from library.resources.kinds import KINDS
from rmtc.db import ReadSession
from rmtc.errors import Refusal
from rmtc.i18n.languages import LANGUAGES
from rmtc.i18n.said import say

CODES = {
    "eng": "en", "english": "en", "sqi": "sq", "alb": "sq", "mkd": "mk", "mac": "mk", "bos": "bs", "hrv": "hr",
    "srp": "sr", "scc": "sr", "cnr": "cnr",
}  # fmt: skip
"""Codes of ISO 639-2 and -3, and names, of the languages here."""
KIND_OF = {
    "dataset": "data", "movingimage": "video", "video": "video", "article": "article", "journal article": "article",
    "report": "report", "law": "law", "legislation": "law", "training material": "training",
} | {name.casefold(): key for key, name in KINDS.items()}  # fmt: skip
REPO = "info:eu-repo/"
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")


def form_of(session: ReadSession, source: PartnerRepository, given: Delivered, collection: str) -> ResourceForm:
    """The record as a form; Refusal where it lacks what every record here has."""
    title = given.first("title")[:500]
    if not title:
        raise Refusal(say("It has no title."))
    language = _language(given.first("language"), title, source.language)
    found = subjects_called(session, [name[:200] for name in given.all("subject")][:40])
    return ResourceForm(
        kind=next((KIND_OF[name] for name in map(_type, given.all("type")) if name in KIND_OF), "report"),
        title=title,
        titles=_others(given, "title", language, title, 500),
        abstract=given.first("description")[:10_000],
        language=language,
        date=_date(_plain(given.all("date"))),
        publisher=given.first("publisher")[:200],
        rights=next(iter(_plain(given.all("rights"))), "")[:500],
        identifiers=list(dict.fromkeys(_identifiers(given.all("identifier"))))[:20],
        creators=[name[:200] for name in dict.fromkeys(given.all("creator"))][:50],
        collections=[collection] if collection else [],
        subjects=sorted({one.key for one in found.values()})[:40],
        proofread=False,
    )


def _plain(said: list[str]) -> list[str]:
    """What is said to people; terms of info:eu-repo tell machines of access, or when an embargo ends."""
    return [text for text in said if not text.startswith(REPO)]


def _type(said: str) -> str:
    """A type as it is compared; one of info:eu-repo by its last word."""
    return (said.rpartition("/")[2] if said.startswith(REPO) else said).casefold()


def _language(said: str, title: str, usual: str) -> str:
    """The language of the record; Serbian is known by its script."""
    code = said.strip().replace("_", "-")
    if code in LANGUAGES:
        return code
    short = CODES.get(code.casefold(), code.partition("-")[0].casefold())
    if short == "sr":
        return "sr-Cyrl" if CYRILLIC.search(title) else "sr-Latn"
    return short if short in LANGUAGES else usual


def _others(given: Delivered, name: str, language: str, chosen: str, most: int) -> dict[str, str]:
    """The same in other languages, where the source says which."""
    found: dict[str, str] = {}
    for term in given.terms:
        code = _language(term.language, term.value, "") if term.language else ""
        if term.name == name and code and code != language and term.value != chosen:
            found.setdefault(code, term.value[:most])
    return found


def _date(said: list[str]) -> str:
    """The first date that can be read, at least its year."""
    for text in said:
        try:
            return read_date(text[:10]).text
        except ValueError:
            if found := YEAR.search(text):
                return found[0]
    return ""


def _identifiers(said: list[str]) -> Iterator[str]:
    for text in said:
        try:
            yield read_identifier(text[:300]).text
        except ValueError:
            continue
