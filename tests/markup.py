"""Whether a page is valid HTML: the parser that knows is slow, so what is built alike is read once.

The frame of a page and what stands in its main part are read apart: few frames hold many contents.
"""

import re
from functools import lru_cache

import html5lib

_TAG = re.compile(r"""<[!/a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_VALUE = re.compile(r"""(?<!type)=(?:"[^"]*"|'[^']*')""")
_MAIN = re.compile(r"(<main(?:\s[^>]*)?>)(.*)(</main>)", re.DOTALL)
_NAME = "{http://www.w3.org/1999/xhtml}"
_PLAIN = "<!doctype html><html><head><title>x</title></head><body>{}</body></html>"
_RARE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def html_problems(text: str) -> list[str]:
    """What is wrong with a page, in the words of html5lib."""
    if not _RARE.search(text) and _is_sound(structure(text)):
        return []
    return list(_problems(text))


def _is_sound(text: str) -> bool:
    parts = _MAIN.search(text)
    if parts and text.count("<main") == text.count("</main>") == 1:
        opening, content, closing = parts.groups()
        frame = text[: parts.start()] + opening + closing + text[parts.end() :]
        if _frames(frame):
            return not _problems(_PLAIN.format(f"{opening}{content}{closing}"))
    return not _problems(text)


def structure(text: str) -> str:
    """The page with words and values left out that no rule of HTML looks at.

    Tags, attributes and their order stay, what stands where no text may stand, every reference and every type.
    """
    found, end = [], 0
    for tag in _TAG.finditer(text):
        found += [_between(text[end : tag.start()]), _VALUE.sub(_emptied, tag.group())]
        end = tag.end()
    return "".join([*found, _between(text[end:])])


def _between(words: str) -> str:
    if "&" in words or "<" in words or ">" in words:
        return words
    return "x" if words.strip(" \t\n\f\r") else words[:1]


def _emptied(value: re.Match[str]) -> str:
    told = value.group()
    return told if "&" in told or "<" in told or ">" in told else '=""'


@lru_cache(maxsize=4096)
def _problems(text: str) -> tuple[str, ...]:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text)
    return _errors(parser)


@lru_cache(maxsize=512)
def _frames(text: str) -> bool:
    """Say whether a page without its content is valid, and nothing but its body is open where the content goes."""
    parser = html5lib.HTMLParser(strict=False)
    page = parser.parse(text)
    return not _errors(parser) and page.find(f"{_NAME}body/{_NAME}main") is not None


def _errors(parser: html5lib.HTMLParser) -> tuple[str, ...]:
    return tuple(f"{code} at {position}" for position, code, _ in parser.errors)
