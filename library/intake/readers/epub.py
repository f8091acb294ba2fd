"""Electronic books (.epub): the chapters in reading order are the pages."""

import posixpath
from urllib.parse import unquote

from lxml import etree

from library.intake.outcomes import Facts, Limits, Unreadable
from library.intake.readers.html import parse, visible_text
from library.intake.readers.packages import Package, opened, said
from library.intake.readers.reading import Reading


def read(path: str, limits: Limits) -> Reading:
    """Read a book by the spine of its package document."""
    with opened(path, limits) as package:
        if "META-INF/encryption.xml" in package.names and "META-INF/rights.xml" in package.names:
            raise Unreadable("password_protected")
        place = _package_document(package)
        book = package.tree(place)
        if book is None:
            raise Unreadable("damaged")
        chapters = _spine(book, posixpath.dirname(place))[: limits.pages]
        pages = [visible_text(parse(content)) for name in chapters if (content := package.bytes_of(name)).strip()]
        facts = Facts(
            kind="epub",
            pages=len(pages),
            title=said(book, "title"),
            creator=said(book, "creator"),
            language=said(book, "language"),
            producer=said(book, "publisher"),
            created=said(book, "date"),
        )
        return Reading(facts, pages)


def _package_document(package: Package) -> str:
    container = package.tree("META-INF/container.xml")
    roots = [] if container is None else list(container.iter("{*}rootfile"))
    if not roots:
        raise Unreadable("damaged")
    return str(roots[0].get("full-path", ""))


def _spine(book: etree._Element, folder: str) -> list[str]:
    places = {str(item.get("id")): str(item.get("href", "")) for item in book.iter("{*}item")}
    wanted = [str(each.get("idref")) for each in book.iter("{*}itemref")]
    return [posixpath.normpath(posixpath.join(folder, unquote(places[each]))) for each in wanted if each in places]
