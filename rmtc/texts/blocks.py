"""Arranging the blocks of a parsed text: captions, figures, scrolling tables, ids."""

import re
from itertools import pairwise

from markdown_it.token import Token

_CAPTION = re.compile(r"\A(?:Table|Tabela|Tabelë|Tablica|Табела):\s*")
_GAP = re.compile(r"[^\w]+")


def heading_id(words: str) -> str:
    """The id of a heading, from its words; the "s-" keeps it apart from the ids of the page around."""
    return "s-" + _GAP.sub("-", words.casefold()).strip("-")


def paragraph_id(heading: str, number: int) -> str:
    """The id of a paragraph, counted from 1 under its heading ("" before the first)."""
    return f"{heading_id(heading)}-p-{number}" if heading else f"p-{number}"


def arrange(tokens: list[Token]) -> list[Token]:
    """Turn captions and pictures that stand alone into what they are, and let tables scroll inside themselves."""
    done: list[Token] = []
    place = 0
    while place < len(tokens):
        three = tokens[place : place + 3]
        after = tokens[place + 3] if place + 3 < len(tokens) else None
        if after is not None and after.type == "table_open" and _is_caption(three):
            done += _table_head(after, three[1])
            place += 4
        elif three[0].type == "table_open":
            done += _table_head(three[0], None, _first_row(tokens, place))
            place += 1
        elif _is_picture(three):
            done += _figure(three[1])
            place += 3
        else:
            done += _one(three[0])
            place += 1
    return done


def name_blocks(tokens: list[Token], prefix: str) -> None:
    """Give headings and the paragraphs of the top level their ids."""
    heading, number, seen = "", 0, dict[str, int]()
    for token, following in pairwise(tokens):
        if token.type == "footnote_block_open":
            return
        if token.type == "heading_open":
            heading, number = _unseen(heading_id(words_of(following)), seen), 0
            token.attrSet("id", prefix + heading)
        elif token.type == "paragraph_open" and token.level == 0:
            number += 1
            token.attrSet("id", prefix + (f"{heading}-p-{number}" if heading else f"p-{number}"))


def words_of(inline: Token) -> str:
    """The text of a line without its marks."""
    return "".join(child.content for child in inline.children or [] if child.type in {"text", "code_inline", "image"})


def _unseen(wanted: str, seen: dict[str, int]) -> str:
    seen[wanted] = seen.get(wanted, 0) + 1
    return wanted if seen[wanted] == 1 else f"{wanted}-{seen[wanted]}"


def _is_caption(three: list[Token]) -> bool:
    return three[0].type == "paragraph_open" and _CAPTION.match(three[1].content) is not None


def _is_picture(three: list[Token]) -> bool:
    if len(three) < 3 or three[0].type != "paragraph_open" or three[0].hidden:  # noqa: PLR2004 - open, text, close
        return False
    children = three[1].children or []
    return len(children) == 1 and children[0].type == "image"


def _one(token: Token) -> list[Token]:
    if token.type == "table_close":
        return [token, Token("scroll_close", "div", -1, block=True)]
    if token.type in {"heading_open", "heading_close"} and token.tag == "h1":
        token.tag = "h2"  # the page itself has the h1
    elif token.type in {"th_open", "td_open"}:
        is_right = "right" in str(token.attrs.pop("style", ""))
        token.attrs |= {"class": "n"} if is_right else {}
        token.attrs |= {"scope": "col"} if token.type == "th_open" else {}
    return [token]


def _table_head(table: Token, caption: Token | None, columns: str = "") -> list[Token]:
    label = columns
    if caption is not None:
        _cut_caption(caption)
        label = words_of(caption)
    scroll = Token("scroll_open", "div", 1, block=True)
    scroll.attrs = {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": label}
    if caption is None:
        return [scroll, table]
    return [scroll, table, Token("caption_open", "caption", 1), caption, Token("caption_close", "caption", -1)]


def _cut_caption(caption: Token) -> None:
    children = caption.children or []
    if children and children[0].type == "text":
        children[0].content = _CAPTION.sub("", children[0].content)


def _first_row(tokens: list[Token], place: int) -> str:
    end = next((n for n in range(place, len(tokens)) if tokens[n].type == "thead_close"), place)
    return ", ".join(words for token in tokens[place:end] if token.type == "inline" and (words := words_of(token)))


def _figure(inline: Token) -> list[Token]:
    picture = (inline.children or [])[0]
    legend = str(picture.attrs.pop("title", ""))
    picture.attrs["loading"] = "lazy"
    parts = [Token("figure_open", "figure", 1, block=True), inline]
    if legend:
        words = Token("text", "", 0, content=legend)
        parts += [Token("legend_open", "figcaption", 1), words, Token("legend_close", "figcaption", -1)]
    return [*parts, Token("figure_close", "figure", -1, block=True)]
