"""Whether a page is valid HTML: the parser that knows is slow, so pages built alike are read once."""

import re
from functools import lru_cache

import html5lib

_TAG = re.compile(r"""<[!/a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_VALUE = re.compile(r'(?<!type)="[^"&<>]*"')
_RARE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def html_problems(text: str) -> list[str]:
    """What is wrong with a page, in the words of html5lib."""
    if not _RARE.search(text) and not _problems(structure(text)):
        return []
    return list(_problems(text))


def structure(text: str) -> str:
    """The page with words and values left out that no rule of HTML looks at.

    Tags, attributes and their order stay, what stands where no text may stand, every reference and every type.
    """
    found, end = [], 0
    for tag in _TAG.finditer(text):
        found += [_between(text[end : tag.start()]), _VALUE.sub('=""', tag.group())]
        end = tag.end()
    return "".join([*found, _between(text[end:])])


def _between(words: str) -> str:
    if "&" in words or "<" in words or ">" in words:
        return words
    return "x" if words.strip(" \t\n\f\r") else words[:1]


@lru_cache(maxsize=4096)
def _problems(text: str) -> tuple[str, ...]:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text)
    return tuple(f"{code} at {position}" for position, code, _ in parser.errors)
