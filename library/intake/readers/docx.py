"""Word documents (.docx, also Strict): body, text boxes, notes, headers and footers."""

from collections.abc import Iterator

from lxml import etree

from library.intake.outcomes import Limits, Unreadable
from library.intake.readers.office import facts_of, main_part, paragraphs
from library.intake.readers.packages import Package, local, opened
from library.intake.readers.reading import Reading

_NOTES = ("word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")


def read(path: str, limits: Limits) -> Reading:
    """Read a Word document; page breaks of its last layout make the pages."""
    with opened(path, limits) as package:
        body = package.tree(main_part(package))
        if body is None:
            raise Unreadable("damaged")
        pages = list(_pages(body))
        pages[-1] = "\n".join([pages[-1], *_besides(package)])
        return Reading(facts_of(package, "docx", len(pages)), pages)


def _pages(body: etree._Element) -> Iterator[str]:
    lines: list[str] = []
    for paragraph in body.iter("{*}p"):
        if lines and _begins_page(paragraph):
            yield "\n".join(lines)
            lines = []
        lines += _own_text(paragraph)
    yield "\n".join(lines)


def _own_text(paragraph: etree._Element) -> list[str]:
    return [text for text in paragraphs(paragraph) if text] if not _is_inner(paragraph) else []


def _is_inner(paragraph: etree._Element) -> bool:
    return next(paragraph.iterancestors("{*}p"), None) is not None


def _begins_page(paragraph: etree._Element) -> bool:
    return any(
        local(element) == "lastRenderedPageBreak"
        or (local(element) == "br" and "page" in (str(value) for value in element.attrib.values()))
        for element in paragraph.iter("{*}lastRenderedPageBreak", "{*}br")
    )


def _besides(package: Package) -> Iterator[str]:
    around = [name for kind in ("header", "footer") for name in package.numbered(f"word/{kind}")]
    seen: set[str] = set()
    for name in (*_NOTES, *around):
        for text in paragraphs(package.tree(name)):
            if text not in seen:
                seen.add(text)
                yield text
