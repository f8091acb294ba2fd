"""Setting a document of the Centre from Markdown: a tagged PDF, whose pages begin where the text says so."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import typst
from markdown_it import MarkdownIt
from markdown_it.token import Token

from rmtc.assets import STATIC
from rmtc.i18n.languages import LANGUAGES, current, use
from rmtc.i18n.texts import gettext as _

FONTS: Final = STATIC / "vendor" / "fonts-pdf"
TEMPLATE: Final = Path(__file__).parent / "document.typ"
PAGE_BREAK: Final = "---pagebreak---"

_MARKS: Final = {
    "bullet_list_open": "#list(",
    "bullet_list_close": ");\n\n",
    "ordered_list_open": "#enum(",
    "ordered_list_close": ");\n\n",
    "list_item_open": "[",
    "list_item_close": "],",
    "blockquote_open": "#quote(block: true)[",
    "blockquote_close": "];\n\n",
    "heading_close": "];\n\n",
    "paragraph_close": "\n\n",
    "strong_open": "#strong[",
    "strong_close": "];",
    "em_open": "#emph[",
    "em_close": "];",
    "softbreak": " ",
    "hardbreak": "#linebreak();",
}


@dataclass(frozen=True)
class Manuscript:
    """A document of the Centre: what its front matter says, and the Markdown of its pages."""

    title: str
    subtitle: str
    language: str
    year: int
    creators: tuple[str, ...]
    proofread: bool
    pages: tuple[str, ...]


def read_manuscript(path: Path) -> Manuscript:
    """Read front matter (TOML between two +++ lines) and pages."""
    _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    values: dict[str, Any] = tomllib.loads(head)
    pages = tuple(page.strip() for page in body.split(PAGE_BREAK))
    creators = tuple(values.pop("creators"))
    return Manuscript(**values, creators=creators, pages=pages)


def set_pdf(manuscript: Manuscript) -> bytes:
    """The document as a tagged PDF (PDF/UA-1); the notice about proofreading is in the document's language."""
    code, _sep, script = manuscript.language.partition("-")
    settings = {
        "title": manuscript.title,
        "subtitle": manuscript.subtitle,
        "by": ", ".join(manuscript.creators),
        "year": str(manuscript.year),
        "lang": code,
        "script": script.lower() or "auto",
        "notice": "" if manuscript.proofread else _notice(manuscript.language),
    }
    body = "\n#pagebreak()\n".join("".join(_typst(MarkdownIt("commonmark").parse(page))) for page in manuscript.pages)
    source = f"{TEMPLATE.read_text(encoding='utf-8')}\n{body}"
    compile_document: Any = typst.compile  # its overloads want all paths of the type of the source
    made = compile_document(
        source.encode(),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs=settings,
        pdf_standards="ua-1",
    )
    assert isinstance(made, bytes)
    return made


def _notice(language: str) -> str:
    """That nobody has proofread the text, in its language as far as the catalogue goes."""
    before = current()
    try:
        use(language if language in LANGUAGES else before)
        return _("Nobody has proofread this text in its language yet.")
    finally:
        use(before)


def _typst(tokens: list[Token]) -> Iterator[str]:
    """Markdown as Typst; text goes in as string literals, so nothing in it can be taken for markup."""
    for token in tokens:
        if token.type == "inline":
            yield from _typst(token.children or [])
        elif token.type in {"text", "code_inline"}:
            yield f"#{json.dumps(token.content, ensure_ascii=False)};"
        elif token.type == "heading_open":
            yield f"#heading(level: {max(1, int(token.tag[1]) - 1)})["
        else:
            yield _MARKS.get(token.type, "")
