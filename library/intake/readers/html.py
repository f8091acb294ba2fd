"""Web pages: the visible text, block by block."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree
from lxml import html as lxml_html

from library.intake.outcomes import Facts, Limits, Unreadable
from library.intake.readers.decoding import declared_encoding, decode
from library.intake.readers.packages import is_cut_off, local
from library.intake.readers.reading import Reading

_HIDDEN: Final = frozenset({"script", "style", "template", "noscript", "head", "svg", "math", "iframe", "object", ""})
_INLINE: Final = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "kbd", "label", "mark", "q"}
    | {"s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"}
)
_NESTING: Final = re.compile(
    r"</?(?!(?:script|style|template|noscript|title|head|body|html|svg|math|iframe|object)\b)[a-z][^<>]*>",
    re.IGNORECASE,
)
"""Marks of elements whose text is shown."""


def read(path: str, limits: Limits) -> Reading:
    """Read a web page as one page."""
    root = parse(Path(path).read_bytes())
    title = next(("".join(map(str, element.itertext())).strip() for element in root.iter("title")), "")
    facts = Facts("html", 1, title=title, language=root.get("lang", ""))
    return Reading(facts, [visible_text(root)[: limits.characters]])


def parse(content: bytes) -> etree._Element:
    """Parse HTML of any quality; raises Unreadable when nothing is left."""
    text = decode(content, declared_encoding(content))
    root, is_whole = _parsed(text)
    if not is_whole:  # the parser left off where elements stand too deep in one another
        root, is_whole = _parsed(_NESTING.sub("<br>", text))
    if root is None or not is_whole:
        raise Unreadable("damaged")
    return root


def _parsed(text: str) -> tuple[etree._Element | None, bool]:
    parser = lxml_html.HTMLParser(no_network=True, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None, True
    return root, not is_cut_off(parser)


def visible_text(root: etree._Element) -> str:
    """Give the text a reader sees, a line for every block."""
    return "".join(_texts(root))


def _texts(root: etree._Element) -> Iterator[str]:
    """Walk without recursion: hostile pages nest deeper than Python calls."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = local(element).lower()
        if event == "start":
            if name in _HIDDEN:
                walk.skip_subtree()
                continue
            yield "" if name in _INLINE else "\n"
            yield element.text or ""
        else:
            yield "" if name in _INLINE | _HIDDEN else "\n"
            yield element.tail or ""
