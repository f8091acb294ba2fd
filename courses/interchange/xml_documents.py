"""XML from strangers: no entities, no network, no document types, bounded size."""

from pathlib import Path

from lxml import etree

from rmtc.errors import Refusal
from rmtc.i18n.texts import gettext as _

Element = etree._Element  # noqa: SLF001 (lxml offers no public name for the type)

LARGEST_DOCUMENT = 64 * 1024 * 1024
NOTHING = "$@NULL@$"  # how Moodle writes that a field is empty


def parse_xml(data: bytes, name: str) -> Element:
    """Return the root of a document; Refusal says in plain words what is wrong with it."""
    if len(data) > LARGEST_DOCUMENT:
        raise Refusal(_("%(name)s is larger than 64 MB.") % {"name": name})
    if not data.strip():
        raise Refusal(_("%(name)s is empty.") % {"name": name})
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refusal(_("%(name)s is not well-formed XML and cannot be read.") % {"name": name}) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refusal(_("%(name)s declares a document type; such files are not read, for safety.") % {"name": name})
    return root


def parse_xml_file(path: Path) -> Element:
    """Return the root of a document on disk; Refusal if it is missing, too large or broken."""
    if not path.is_file():
        raise Refusal(_("%(name)s is missing.") % {"name": path.name})
    if path.stat().st_size > LARGEST_DOCUMENT:
        raise Refusal(_("%(name)s is larger than 64 MB.") % {"name": path.name})
    return parse_xml(path.read_bytes(), path.name)


def text_of(element: Element | None, path: str = ".") -> str:
    """Return the text found at a path, "" where there is none or Moodle's mark for nothing stands."""
    if element is None:
        return ""
    found = element.find(path)
    pieces = [] if found is None else [found.text, *(child.tail for child in found)]
    text = "".join(piece for piece in pieces if piece)
    return "" if text.strip() == NOTHING else text
