"""Tags in the head of a record's page for search engines and reference managers: Highwire Press and Dublin Core.

Zotero takes a page with a title alone for a journal article, and an institution's name apart into first and last name;
an institution of a technical report, and a comma at the end of the name, say what is meant.
"""

from collections.abc import Iterator
from typing import Final

from library.exchange.described import Described, Maker, article_of
from library.exchange.dublin_core import Term, terms

PDF: Final = "application/pdf"
TYPES: Final = {"article": "JournalArticle", "data": "Dataset", "video": "VideoRecording"}
"""Types as reference managers call them; anything else is a report."""

Tag = tuple[str, str]


def tags(one: Described) -> list[Tag]:
    """Name and content of the tags of a record."""
    found = [*_highwire(one), *_dublin_core(one)]
    return [(name, " ".join(text.split())) for name, text in found if text.strip()]


def _highwire(one: Described) -> Iterator[Tag]:
    yield "citation_title", one.title
    yield from (("citation_author", author(maker)) for maker in one.makers)
    yield "citation_publication_date", one.date.replace("-", "/")
    if one.kind == "article":
        yield from _journal(one)
    elif one.kind not in TYPES:
        yield "citation_technical_report_institution", institution(one)
        yield "citation_technical_report_number", one.serial
    yield "citation_language", one.language
    yield from (("citation_keywords", text) for text in one.keywords(one.language))
    yield "citation_abstract", one.abstracts.get(one.language, "")
    yield "citation_doi", one.identified("doi")
    yield "citation_isbn", one.identified("isbn")
    yield "citation_issn", one.identified("issn")
    yield from (("citation_pdf_url", file.address) for file in one.files[:1] if file.media_type == PDF)
    yield "citation_public_url", one.address


def author(maker: Maker) -> str:
    """A person as "Last, First"; a body with a comma at its end and none before, so that it stays one name.

    Two words on either side of a comma are read as two people, unless a semicolon ends the list.
    """
    name = maker.name.replace(";", " ")
    if maker.is_body:
        return f"{name.replace(',', '')},"
    return f"{name};" if " " in maker.family and " " in maker.given else name


def institution(one: Described) -> str:
    """Who stands behind a report: the publisher, else the first body that made it."""
    bodies = [maker.name for maker in one.makers if maker.is_body]
    return one.publisher or next(iter(bodies), "") or next((maker.name for maker in one.makers), "")


def _journal(one: Described) -> Iterator[Tag]:
    said = article_of(one)
    yield "citation_journal_title", said["Title"]
    yield "citation_volume", said["Volume"]
    yield "citation_issue", said["Issue"]
    yield "citation_firstpage", said["StartPage"]
    yield "citation_lastpage", said["EndPage"]


def _dublin_core(one: Described) -> Iterator[Tag]:
    """Dublin Core with one type, since the first that a reference manager meets decides."""
    yield from ((f"DC.{term.name}", term.value) for term in terms(one) if _belongs(term, one))
    yield "DC.type", TYPES.get(one.kind, "Report")


def _belongs(term: Term, one: Described) -> bool:
    in_its_language = not term.language or term.language == one.language
    return term.name not in {"type", "relation"} and in_its_language
