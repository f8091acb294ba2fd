"""Workbooks (.xlsx): a sheet is a page, a row is a line."""

from collections.abc import Iterator

from lxml import etree

from library.intake.outcomes import Limits, Unreadable
from library.intake.readers.office import facts_of
from library.intake.readers.packages import Package, local, opened
from library.intake.readers.reading import Reading


def read(path: str, limits: Limits) -> Reading:
    """Read the shown values of all sheets."""
    with opened(path, limits) as package:
        sheets = package.numbered("xl/worksheets/sheet")
        if len(sheets) > limits.pages:
            raise Unreadable("too_many_pages")
        shared = _shared(package)
        pages = ["\n".join(_lines(package.tree(sheet), shared)) for sheet in sheets]
        return Reading(facts_of(package, "xlsx", len(pages)), pages)


def _shared(package: Package) -> list[str]:
    root = package.tree("xl/sharedStrings.xml")
    return [] if root is None else [_texts(item) for item in root.iter("{*}si")]


def _texts(item: etree._Element) -> str:
    return "".join(element.text or "" for element in item.iter("{*}t") if _is_shown(element))


def _is_shown(element: etree._Element) -> bool:
    above = element.getparent()
    return above is None or local(above) != "rPh"


def _lines(sheet: etree._Element | None, shared: list[str]) -> Iterator[str]:
    if sheet is None:
        return
    for row in sheet.iter("{*}row"):
        cells = [text for cell in row.iter("{*}c") if (text := _shown(cell, shared))]
        if cells:
            yield "\t".join(cells)


def _shown(cell: etree._Element, shared: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _texts(cell)
    value = next((element.text or "" for element in cell.iter("{*}v")), "")
    if kind == "s":
        return shared[int(value)] if value.isdigit() and int(value) < len(shared) else ""
    return value
