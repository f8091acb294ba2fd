"""HTML of lessons as Markdown: what can be said is kept, what cannot is dropped and counted.

Looks (colours, sizes, alignment) are never kept. The result never depends on raw HTML.
"""

import re
from dataclasses import dataclass

from lxml import etree, html

from courses.interchange.markdown_text import Resolve, escape_lines
from courses.interchange.readers.html_inline import INVISIBLE, InlineWriter
from courses.interchange.readers.html_table import table_rows, written_table
from courses.interchange.xml_documents import Element
from rmtc.i18n.marks import mark

_DEEPEST = 60
_CONTAINERS = """
    address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table ul
"""
_BLOCKS = frozenset(_CONTAINERS.split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass(frozen=True, slots=True)
class Converted:
    """Markdown, and the name of each thing that was dropped or replaced."""

    markdown: str
    losses: tuple[str, ...]


def html_to_markdown(source: str, resolve: Resolve | None = None) -> Converted:
    """Return HTML as Markdown; `resolve` turns addresses of the source into ours, or None where they lead nowhere."""
    writer = _BlockWriter(resolve or (lambda address: address))
    root = _parsed(source, writer.inline.losses)
    if root is None:
        return Converted("", ())
    markdown = "\n\n".join(writer.blocks(root, 0))
    return Converted(markdown, tuple(writer.inline.losses))


def _parsed(source: str, losses: list[str]) -> Element | None:
    clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", source)
    if not clean.strip():
        return None
    data = f"<html><body>{clean}</body></html>".encode("utf-8", "replace")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root: Element | None = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    if any("depth" in error.message for error in parser.error_log):
        losses.append(mark("part nested too deeply"))
    return root


class _BlockWriter:
    """Writes blocks: paragraphs, headings, lists, quotes, code, tables."""

    def __init__(self, resolve: Resolve) -> None:
        self.inline = InlineWriter(resolve)

    def blocks(self, parent: Element, depth: int) -> list[str]:
        """Return the blocks inside an element."""
        written: list[str] = []
        run = self.inline.text(parent.text)
        previous = ""
        for child in parent:
            tag = child.tag if isinstance(child.tag, str) else ""
            if depth < _DEEPEST and self._is_block(child, tag):
                self._flush(run, written)
                run = ""
                inner = self._block(child, tag, depth + 1, again=tag == previous)
                written += inner
                previous = tag if inner else previous
            elif tag not in INVISIBLE:
                run += self.inline.element(child, tag, depth + 1)
            else:
                self.inline.lose(tag)
            if run.strip():
                previous = ""
            run += self.inline.text(child.tail)
        self._flush(run, written)
        return written

    def _is_block(self, child: Element, tag: str) -> bool:
        if tag in _BLOCKS:
            return True
        inner = (part.tag for part in child.iterdescendants())
        return tag in {"span", "font", "b", "strong", "em", "i", "u", "small"} and any(
            part in _BLOCKS for part in inner
        )

    def _flush(self, run: str, written: list[str]) -> None:
        paragraph = self.inline.tidy(run)
        if paragraph:
            written.append(escape_lines(paragraph))

    def _block(self, element: Element, tag: str, depth: int, *, again: bool) -> list[str]:
        if tag in _HEADINGS:
            return self._heading(element, _HEADINGS[tag], depth)
        if tag in {"ul", "ol", "menu", "dir"}:
            return self._list(element, depth, numbered=tag == "ol", again=again)
        if tag == "pre":
            return self._code(element)
        if tag == "table":
            return self._table(element, depth)
        if tag == "blockquote":
            return self._quote(element, depth)
        return ["---"] if tag == "hr" else self.blocks(element, depth)

    def _quote(self, element: Element, depth: int) -> list[str]:
        inner = "\n\n".join(self.blocks(element, depth))
        return ["\n".join(f"> {line}".rstrip() for line in inner.split("\n"))] if inner else []

    def _heading(self, element: Element, level: int, depth: int) -> list[str]:
        inner = [child for child in element.iterdescendants() if child.tag in _BLOCKS or child.tag == "br"]
        text = (
            " ".join(self.blocks(element, depth)) if inner else self.inline.tidy(self.inline.children(element, depth))
        )
        text = re.sub(r"\\?\n", " ", text).strip().rstrip("#").strip()
        return [f"{'#' * level} {text}"] if text else []

    def _code(self, element: Element) -> list[str]:
        for line_break in element.iterdescendants("br"):
            line_break.tail = "\n" + (line_break.tail or "")
        if any(child.tag in INVISIBLE for child in element.iterdescendants()):
            return self.blocks(element, _DEEPEST)
        code = str(element.xpath("string()")).replace("\xa0", " ").strip("\n")
        longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
        fence = "`" * max(3, longest + 1)
        return [f"{fence}\n{code}\n{fence}"] if code.strip() else []

    def _list(self, element: Element, depth: int, *, numbered: bool, again: bool) -> list[str]:
        start = element.get("start", "1")
        number = int(start) if start.isdecimal() and start.isascii() and len(start) < 9 else 1  # noqa: PLR2004
        lines: list[str] = []
        for child in element:
            blocks = self.blocks(child, depth) if isinstance(child.tag, str) and child.tag not in INVISIBLE else []
            if not blocks:
                continue
            mark = f"{number}{')' if again else '.'} " if numbered else f"{'+' if again else '-'} "
            number += 1
            lines.append(_indented(blocks, mark))
        loose = any("\n\n" in line for line in lines)
        return ["\n\n".join(lines) if loose else "\n".join(lines)] if lines else []

    def _table(self, element: Element, depth: int) -> list[str]:
        rows = table_rows(element)
        if max((len(row) for row in rows), default=0) <= 1:
            return [block for row in rows for cell in row for block in self.blocks(cell, depth)]
        if any(cell.get("colspan", "1") != "1" or cell.get("rowspan", "1") != "1" for row in rows for cell in row):
            self.inline.losses.append(mark("merged table cells"))
        texts = [[" ".join(self.blocks(cell, depth)) for cell in row] for row in rows]
        captions = [block for caption in element.findall("caption") for block in self.blocks(caption, depth)]
        return [*captions, written_table(texts)]


def _indented(blocks: list[str], mark: str) -> str:
    tight = len(blocks) == 2 and re.match(r"[-+] |\d+[.)] ", blocks[1]) is not None  # noqa: PLR2004 (text and inner list)
    inner = ("\n" if tight else "\n\n").join(blocks)
    indent = " " * len(mark)
    return mark + "\n".join(indent + line if line else "" for line in inner.split("\n"))[len(indent) :]
