"""The inside of a paragraph of HTML as Markdown: emphasis, links, pictures, code."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from courses.interchange.markdown_text import Resolve, escape_inline, kept_address
from courses.interchange.xml_documents import Element
from rmtc.i18n.marks import mark
from rmtc.i18n.texts import gettext as _

INVISIBLE = frozenset({"base", "head", "link", "meta", "noembed", "noframes", "noscript"}) | frozenset(
    {"script", "style", "template", "title"}
)
_FIELDS = frozenset({"button", "datalist", "input", "keygen", "meter", "option", "output"}) | frozenset(
    {"progress", "select", "textarea"}
)
_PLAYERS = frozenset({"applet", "audio", "embed", "frame", "iframe", "object", "video"})
_DRAWINGS = frozenset({"canvas", "svg", "math", "map", "area"})
_STRUCK = mark("struck text")
_UNSAID = {"s": _STRUCK, "del": _STRUCK, "strike": _STRUCK, "u": mark("underlining"), "mark": mark("marked text")}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "cite": "*", "dfn": "*", "var": "*"}
_SCRIPT, _STYLE = mark("script"), mark("style sheet")
_NAMES = {"script": _SCRIPT, "noscript": _SCRIPT, "style": _STYLE, "link": _STYLE}
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_DEEPEST = 90
BREAK = "\ue000"  # a private letter stands for a hard line break until the paragraph is tidied


class InlineWriter:
    """Writes inline elements; collects in `losses` what could not be said."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._open: list[str] = []
        self.losses: list[str] = []

    def lose(self, tag: str) -> None:
        """Count an invisible element that was dropped, if it had something to do."""
        if tag in _NAMES:
            self.losses.append(_NAMES[tag])

    def text(self, text: str | None) -> str:
        """Return escaped text with its white space collapsed."""
        return escape_inline(re.sub(r"[ \t\r\n\f\xa0]+", " ", (text or "").replace(BREAK, "")))

    def tidy(self, run: str) -> str:
        """Return a finished run of text: trimmed, with hard line breaks in place."""
        lines = "\n".join(re.sub(r" {2,}", " ", line).strip() for line in run.split(BREAK)).strip("\n")
        return "\n\n".join(part.replace("\n", "\\\n") for part in re.split(r"\n{2,}", lines) if part)

    def children(self, parent: Element, depth: int) -> str:
        """Return the text and the elements inside an element."""
        if depth > _DEEPEST:
            return self.text(str(parent.xpath("string()")))
        run = self.text(parent.text)
        for child in parent:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag in INVISIBLE:
                self.lose(tag)
            else:
                run += self.element(child, tag, depth + 1)
            run += self.text(child.tail)
        return run

    def element(self, element: Element, tag: str, depth: int) -> str:
        """Return one element."""
        written: dict[str, Callable[[Element, int], str]] = {
            "a": self._link, "img": self._picture, "image": self._picture, "code": self._code, "kbd": self._code,
            "samp": self._code, "tt": self._code, "sub": self._lowered, "sup": self._raised,
        }  # fmt: skip
        if not tag:
            return ""
        if tag == "br":
            return BREAK
        if tag in written:
            return written[tag](element, depth)
        if tag in _MARKS:
            return self._marked(element, depth, _MARKS[tag])
        return self._other(element, tag, depth)

    def _other(self, element: Element, tag: str, depth: int) -> str:
        if tag in _PLAYERS:
            return self._player(element)
        if tag in _FIELDS or tag in _DRAWINGS:
            self.losses.append(mark("form field") if tag in _FIELDS else mark("drawing or formula"))
            return self.text(str(element.xpath("string()"))) if tag == "math" else ""
        if tag in _UNSAID:
            self.losses.append(_UNSAID[tag])
        inner = self.children(element, depth)
        return f'"{inner.strip()}"' if tag == "q" else inner

    def _marked(self, element: Element, depth: int, mark: str) -> str:
        if mark in self._open:
            return self.children(element, depth)
        self._open.append(mark)
        inner = self.children(element, depth)
        self._open.pop()
        core = inner.strip(f" {BREAK}")
        if not core or BREAK in core:
            return inner
        before, _, after = inner.partition(core)
        return f"{before}{mark}{core}{mark}{after}"

    def _link(self, element: Element, depth: int) -> str:
        inner = self.children(element, depth).replace(BREAK, " ")
        target = element.get("href")
        if target is None or not target.strip():
            return inner
        address = kept_address(target, self._resolve)
        if address is None or "link" in self._open:
            self.losses.append(mark("link that leads nowhere here"))
            return inner
        label = inner.strip() or escape_inline(address)
        return f"[{label}]({address})"

    def _picture(self, element: Element, _depth: int) -> str:
        label = self.text(element.get("alt")).strip()
        address = kept_address(element.get("src") or "", self._resolve)
        if address is None:
            self.losses.append(mark("picture that could not be found"))
            return label
        return f"![{label}]({address})"

    def _player(self, element: Element) -> str:
        sources = [element.get("src"), element.get("data"), *(part.get("src") for part in element.iter("source"))]
        addresses = [kept_address(source, self._resolve) for source in sources if source]
        address = next((address for address in addresses if address), None)
        self.losses.append(mark("embedded player") if address is None else mark("embedded player (now a link)"))
        if address is None:
            return ""
        label = element.get("title") or urlsplit(address).netloc or _("recording")
        return f"[{self.text(label).strip()}]({address})"

    def _code(self, element: Element, _depth: int) -> str:
        code = re.sub(r"\s+", " ", str(element.xpath("string()"))).replace(BREAK, "").strip()
        if not code:
            return ""
        fence = "`" * (max((len(run) for run in re.findall(r"`+", code)), default=0) + 1)
        space = " " if "`" in code else ""
        return f"{fence}{space}{code}{space}{fence}"

    def _raised(self, element: Element, depth: int) -> str:
        return self._shifted(element, depth, _RAISED)

    def _lowered(self, element: Element, depth: int) -> str:
        return self._shifted(element, depth, _LOWERED)

    def _shifted(self, element: Element, depth: int, letters: dict[int, int]) -> str:
        text = str(element.xpath("string()")).strip()
        if text and all(ord(letter) in letters for letter in text):
            return text.translate(letters)
        self.losses.append(mark("raised or lowered text"))
        return self.children(element, depth)
