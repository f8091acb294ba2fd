"""What Word, PowerPoint and Excel files have in common: parts that name parts, core properties, paragraphs of runs."""

import posixpath
from collections.abc import Iterator
from typing import Final

from lxml import etree

from library.intake.outcomes import Facts
from library.intake.readers.packages import Package, local, said

_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_USUAL: Final = ("word/document.xml", "ppt/presentation.xml", "xl/workbook.xml")
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def main_part(package: Package) -> str:
    """Name the part that is the document itself, by its usual name or as the package says; empty if there is none."""
    if usual := next((name for name in _USUAL if name in package.names), ""):
        return usual
    relations = package.tree("_rels/.rels")
    for each in () if relations is None else relations:
        target = str(each.get("Target", "")).lstrip("/")
        if str(each.get("Type", "")).endswith("/officeDocument") and target in package.names:
            return target
    return ""


def named_parts(package: Package, part: str) -> dict[str, str]:
    """Give the parts that a part refers to, by the names it uses for them."""
    folder, name = posixpath.split(part)
    relations = package.tree(f"{folder}/_rels/{name}.rels")
    return {
        str(each.get("Id")): posixpath.normpath(posixpath.join("/", folder, str(each.get("Target", "")))).lstrip("/")
        for each in (() if relations is None else relations)
    }


def relation_of(element: etree._Element) -> str:
    """The name by which an element refers to another part."""
    return str(element.get(_RELATION) or element.get(_STRICT) or "")


def facts_of(package: Package, kind: str, pages: int) -> Facts:
    """Read the core properties of an Office Open XML file."""
    core, app = package.tree("docProps/core.xml"), package.tree("docProps/app.xml")
    return Facts(
        kind=kind,
        pages=pages,
        title=said(core, "title"),
        creator=said(core, "creator"),
        language=said(core, "language"),
        producer=said(app, "Application"),
        created=said(core, "created"),
    )


def paragraphs(root: etree._Element | None) -> Iterator[str]:
    """Give the text of every paragraph, tables and text boxes included, in the order of the file.

    What stands there a second time for programs that do not know text boxes is left out.
    """
    if root is None:
        return
    for paragraph in root.iter("{*}p"):
        if next(paragraph.iterancestors("{*}Fallback"), None) is not None:
            continue
        text = "".join(_runs(paragraph))
        if text.strip():
            yield text


def _runs(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter():
        name = local(element)
        if name == "t" and _paragraph_of(element) is paragraph:
            yield element.text or ""
        elif name in _BREAKS and _paragraph_of(element) is paragraph:
            yield _BREAKS[name]


def _paragraph_of(element: etree._Element) -> etree._Element | None:
    """Find the innermost paragraph, so that text boxes inside a paragraph are not given twice."""
    return next((above for above in element.iterancestors("{*}p")), None)
