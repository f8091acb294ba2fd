"""What Word, PowerPoint and Excel files have in common: core properties and paragraphs of runs."""

from collections.abc import Iterator

from lxml import etree

from library.intake.outcomes import Facts
from library.intake.readers.packages import Package, local, said

_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


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
