"""Workbooks (.xlsx): a sheet is a page, a row is a line."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from lxml.etree import _Element as Element

from library.intake.outcomes import Limits, Unreadable
from library.intake.readers.dates import days_of
from library.intake.readers.office import facts_of, main_part, named_parts, relation_of
from library.intake.readers.packages import Package, local, opened
from library.intake.readers.reading import Reading

Show = Callable[[Element], str]
_UNNAMED: Final = re.compile(r"(sheet|list|лист|fleta|tabelle|feuil)?\s*\d*", re.IGNORECASE)
"""What programs call a sheet that nobody has named."""


def read(path: str, limits: Limits) -> Reading:
    """Read the shown values of all sheets, in the order of their tabs, each after its name."""
    with opened(path, limits) as package:
        book = package.tree(main_part(package))
        sheets = _sheets(package, book)
        if len(sheets) > limits.pages:
            raise Unreadable("too_many_pages")
        shared, days = _shared(package), days_of(book, package.tree("xl/styles.xml"))

        def show(cell: Element) -> str:
            value = _shown(cell, shared)
            return days.get(cell.get("s", ""), str)(value) if cell.get("t", "n") == "n" else value

        pages = ["\n".join(_lines(name, package.tree(sheet), show)) for sheet, name in sheets.items()]
        return Reading(facts_of(package, "xlsx", len(pages)), pages)


def _sheets(package: Package, book: Element | None) -> dict[str, str]:
    """Give the parts that are sheets with their names: those the workbook lists, then others that are there."""
    places = named_parts(package, main_part(package))
    listed = [] if book is None else list(book.iter("{*}sheet"))
    named = {places.get(relation_of(each), ""): str(each.get("name", "")) for each in listed}
    found = {place: name for place, name in named.items() if place in package.names}
    return found | {place: "" for place in package.numbered("xl/worksheets/sheet") if place not in found}


def _shared(package: Package) -> list[str]:
    root = package.tree("xl/sharedStrings.xml")
    return [] if root is None else [_texts(item) for item in root.iter("{*}si")]


def _texts(item: Element) -> str:
    return "".join(element.text or "" for element in item.iter("{*}t") if _is_shown(element))


def _is_shown(element: Element) -> bool:
    above = element.getparent()
    return above is None or local(above) != "rPh"


def _lines(name: str, sheet: Element | None, show: Show) -> Iterator[str]:
    rows = () if sheet is None else sheet.iter("{*}row")
    title = "" if _UNNAMED.fullmatch(name) else name
    for row in rows:
        cells = [text for cell in row.iter("{*}c") if (text := show(cell))]
        if cells:
            yield from filter(None, [title])
            title = ""
            yield "\t".join(cells)


def _shown(cell: Element, shared: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _texts(cell)
    value = next((element.text or "" for element in cell.iter("{*}v")), "")
    if kind == "s":
        is_known = value.isascii() and value.isdigit() and len(value) < 10 and int(value) < len(shared)  # noqa: PLR2004 - no workbook has more texts
        return shared[int(value)] if is_known else ""
    return value
