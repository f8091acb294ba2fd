"""OpenDocument texts, presentations and workbooks (.odt, .odp, .ods)."""

from collections.abc import Iterator

from lxml import etree

from library.intake.outcomes import Facts, Limits, Unreadable
from library.intake.readers.packages import local, opened, said
from library.intake.readers.reading import Reading

_BREAKS = {"tab": "\t", "line-break": "\n", "s": " "}


def read(path: str, limits: Limits) -> Reading:
    """Read an OpenDocument file; slides and sheets are pages, a text is one page."""
    with opened(path, limits) as package:
        root, meta = package.tree("content.xml"), package.tree("meta.xml")
        if root is None:
            encrypted = b"encryption-data" in package.bytes_of("META-INF/manifest.xml")
            raise Unreadable("password_protected" if encrypted else "damaged")
        body = next(root.iter("{*}body"), root)
        pages = _pages(body)
        facts = Facts(
            kind="odf",
            pages=len(pages),
            title=said(meta, "title"),
            creator=said(meta, "creator") or said(meta, "initial-creator"),
            language=said(meta, "language"),
            producer=said(meta, "generator"),
            created=said(meta, "creation-date"),
        )
        return Reading(facts, pages)


def _pages(body: etree._Element) -> list[str]:
    content = body[0] if len(body) else body
    parts = [child for child in content if local(child) in {"page", "table"}]
    whole = local(content) == "text" or not parts
    return ["\n".join(_lines(part)) for part in ([content] if whole else parts)]


def _lines(part: etree._Element) -> Iterator[str]:
    for paragraph in part.iter("{*}p", "{*}h"):
        text = "".join(_runs(paragraph))
        if text.strip():
            yield text


def _runs(element: etree._Element) -> Iterator[str]:
    """Give the text in reading order; paragraphs inside (notes, boxes) come as lines of their own."""
    yield element.text or ""
    for child in element:
        if local(child) in _BREAKS:
            yield _BREAKS[local(child)]
        elif local(child) not in {"p", "h", "annotation", "note", "frame", ""}:
            yield from _runs(child)
        yield child.tail or ""
