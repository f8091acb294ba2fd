"""How Zotero's translator for embedded metadata reads the head of a page, said again in short.

After github.com/zotero/translators, "Embedded Metadata.js" of 13 June 2024: names are matched by their end, the first
counts, but for ISBN and ISSN; a report or journal named by Highwire tags goes before a type of Dublin Core, and that
before what a title or ISBN suggests; authors are parted at semicolons, one alone else at commas between words.
"""

import re
from dataclasses import dataclass, field

from lxml import html

TYPES = {
    "Report": "report",
    "JournalArticle": "journalArticle",
    "Dataset": "dataset",
    "VideoRecording": "videoRecording",
}
FIELDS = {
    "citation_title": "title", "citation_publication_date": "date", "citation_journal_title": "publicationTitle",
    "citation_volume": "volume", "citation_issue": "issue", "citation_publisher": "publisher",
    "citation_technical_report_institution": "institution", "citation_technical_report_number": "number",
    "citation_isbn": "ISBN", "citation_abstract": "abstractNote", "citation_doi": "DOI", "citation_issn": "ISSN",
    "citation_public_url": "url", "citation_language": "language",
}  # fmt: skip


JOINED = {"ISBN", "ISSN"}


@dataclass
class Item:
    """What Zotero would save: a type, fields, creators (last and first name; a body has no first), tags, PDFs."""

    type: str
    fields: dict[str, str] = field(default_factory=dict)
    creators: list[tuple[str, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    pdfs: list[str] = field(default_factory=list)


def saved(text: str) -> Item:
    """The item of a page."""
    metas = html.fromstring(text).xpath("//head/meta[@name or @property]")
    tags = [(one.get("name") or one.get("property"), one.get("content") or "") for one in metas]
    given = [(name, value) for name, value in tags if value]
    item = Item(_type(given))
    for name, known in FIELDS.items():
        if found := [value for said, value in given if said.endswith(name)]:
            item.fields[known] = ", ".join(found) if known in JOINED else found[0]
    first, last = (next(iter(_all(given, f"citation_{end}page")), "") for end in ("first", "last"))
    if first:
        item.fields["pages"] = f"{first}-{last}" if last else first
    authors = _all(given, "citation_author")
    item.creators = [name for one in authors for name in _names(one, is_alone=len(authors) == 1)]
    item.tags = [part.strip() for one in _all(given, "citation_keywords") for part in one.split(";") if part.strip()]
    item.pdfs = _all(given, "citation_pdf_url")[:1]
    return item


def _all(given: list[tuple[str, str]], name: str) -> list[str]:
    return [value for said, value in given if said.endswith(name)]


def _type(given: list[tuple[str, str]]) -> str:
    names = {name for name, _value in given}
    if "citation_technical_report_institution" in names:
        return "report"
    if "citation_journal_title" in names:
        return "journalArticle"
    dublin = [value for name, value in given if re.fullmatch(r"dc[.:_]type", name, re.IGNORECASE)]
    if dublin and dublin[0] in TYPES:
        return TYPES[dublin[0]]
    return "book" if "citation_isbn" in names else "journalArticle"


def _names(text: str, *, is_alone: bool) -> list[tuple[str, str]]:
    authors = re.split(r"\s*;\s*", text)
    if len(authors) == 1 and is_alone:
        parts = re.split(r"\s*,\s*", text)
        if len(parts) > 1 and " " in parts[0] and " " in parts[1]:
            authors = parts
    return [_name(author.strip()) for author in authors if re.search(r"[^\s,-.;]", author)]


def _name(author: str) -> tuple[str, str]:
    if "," in author:
        last, _comma, first = author.partition(",")
        return last.strip(), first.strip(" ,")
    first, _space, last = author.rpartition(" ")
    return last, first
