"""Atom (RFC 4287)."""

from collections.abc import Sequence
from typing import Any, Final

from lxml import etree
from lxml.etree import _Element as Element

from library.exchange.described import Described, legal

ATOM: Final = "http://www.w3.org/2005/Atom"
MEDIA_TYPE: Final = "application/atom+xml"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def feed(title: str, publisher: str, address: str, page: str, changed: str, records: Sequence[Described]) -> bytes:
    """A feed of records; `address` is its own, `page` that of the page it follows."""
    prefixes: Any = {None: ATOM}
    root = etree.Element(f"{{{ATOM}}}feed", nsmap=prefixes)
    _add(root, "id", address)
    _add(root, "title", legal(title))
    _add(root, "updated", max((one.changed for one in records), default=changed))
    _add(_add(root, "author"), "name", legal(publisher))
    _link(root, "self", address, MEDIA_TYPE)
    _link(root, "alternate", page, "text/html")
    for one in records:
        _add_entry(root, one)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _add_entry(root: Element, one: Described) -> None:
    entry = _add(root, "entry")
    entry.set(_LANG, one.language)
    _add(entry, "id", one.address)
    _add(entry, "title", one.title)
    _add(entry, "updated", one.changed)
    _add(entry, "published", one.published)
    for maker in one.makers:
        _add(_add(entry, "author"), "name", maker.name)
    _link(entry, "alternate", one.address, "text/html")
    for file in one.files:
        _link(entry, "enclosure", file.address, file.media_type).set("length", str(file.size))
    for text in one.keywords(one.language):
        _add(entry, "category").set("term", text)
    language, text = next(iter(one.abstracts.items()), (one.language, one.title))
    _add(entry, "summary", text).set(_LANG, language)


def _add(parent: Element, name: str, text: str = "") -> Element:
    made = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    made.text = text or None
    return made


def _link(parent: Element, rel: str, address: str, kind: str) -> Element:
    made = _add(parent, "link")
    made.set("rel", rel)
    made.set("href", address)
    made.set("type", kind)
    return made
