"""Markdown as the Centre writes it: CommonMark with tables, footnotes, captions, figures and links to library records.

`Table: …` on the line before a table becomes its caption, the title of a picture that stands alone its legend,
`[[lib:key|words]]` a link to what the `link` callback makes of "lib:key". Headings have ids; so has each paragraph of
the top level, counted anew under each heading, so that a text can be quoted to the paragraph.
"""

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from rmtc.texts import blocks
from rmtc.texts.safety import clean

Rewrite = Callable[[str], str | None]
"""Says where an address of the text really leads; None takes the link (or the picture) away and keeps its words."""


def _reference(state: StateInline, silent: bool) -> bool:
    """Read `[[kind:key|words]]`."""
    if not state.src.startswith("[[", state.pos):
        return False
    end = state.src.find("]]", state.pos)
    target, bar, words = state.src[state.pos + 2 : end].partition("|")
    if end < 0 or not bar or ":" not in target or "\n" in target:
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": target.strip()}
        state.push("text", "", 0).content = words.strip()
        state.push("link_close", "a", -1)
    state.pos = end + 2
    return True


def _make() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "maxNesting": 20})
    parser.enable(["table", "linkify", "strikethrough"])
    parser.use(footnote_plugin)
    parser.inline.ruler.before("link", "reference", _reference)
    parser.linkify.set({"fuzzy_link": False, "fuzzy_ip": False})  # type: ignore[union-attr]
    return parser


_PARSER = _make()


def _open_notes(_renderer: RendererHTML, *_rest: object) -> str:
    return '<section class="footnotes">\n<ol class="list">\n'


_PARSER.add_render_rule("footnote_block_open", _open_notes)


def render_markdown(
    text: str, *, link: Rewrite | None = None, image: Rewrite | None = None, ids: str | None = ""
) -> str:
    """Safe HTML of a text.

    `link` and `image` rewrite addresses; `ids` begins every id (several texts on one page need different ones),
    None leaves headings and paragraphs without.
    """
    environment = {"docId": ids} if ids else {}
    tokens = _PARSER.parse(text, environment)
    rewrite_addresses(tokens, link, image)
    tokens = blocks.arrange(tokens)
    if ids is not None:
        blocks.name_blocks(tokens, ids)
    return clean(_PARSER.renderer.render(tokens, _PARSER.options, environment))


def render_line(text: str, *, link: Rewrite | None = None) -> str:
    """Safe HTML of a text within one line: emphasis, code and links, no blocks."""
    tokens = _PARSER.parseInline(text, {})
    rewrite_addresses(tokens, link, lambda _src: None)
    return clean(_PARSER.renderer.render(tokens, _PARSER.options, {}))


def rewrite_addresses(tokens: list[Token], link: Rewrite | None, image: Rewrite | None) -> None:
    """Let the callbacks say where each link and picture leads."""
    for token in tokens:
        leads = True
        for child in token.children or []:
            if child.type == "link_open":
                leads = _lead(child, "href", link)
            if child.type in {"link_open", "link_close"} and not leads:
                child.tag = "span"
            elif child.type == "image" and not _lead(child, "src", image):
                child.type, child.tag = "text", ""


def _lead(token: Token, name: str, rewrite: Rewrite | None) -> bool:
    target: str | None = str(token.attrs.get(name, ""))
    if rewrite is not None:
        target = rewrite(target or "")
    elif (target or "").startswith("lib:"):
        target = None
    if target is None:
        token.attrs.pop(name, None)
        return False
    token.attrs[name] = target
    return True
