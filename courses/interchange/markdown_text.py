"""Small rules of writing Markdown: escaping, addresses, plain text as Markdown."""

import re
from collections.abc import Callable

Resolve = Callable[[str], str | None]

_SPECIAL = re.compile(r"[\\`*\[\]<>~]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)")
_LINE_START = re.compile(r"^(\s*)(?=(?:#{1,6}|[-+=:])(?:\s|$)|[-+=:]{2,}|\d{1,9}[.)](?:\s|$))(\d*)", re.MULTILINE)
_LINK = re.compile(r"(!?)\[([^\]\[]*)\]\(\s*<?([^)\s>]+)>?(?:\s+[^)]*)?\)")
_CODE = re.compile(r"(```[\s\S]*?```|`[^`\n]*`)")
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_KEPT_SCHEMES = frozenset({"http", "https", "mailto", "tel", "course-item", "course-file"})
_UNSAFE = re.compile(r"[\s()<>\\\"`|]")


def escape_inline(text: str) -> str:
    """Return plain text so that Markdown shows it as it is, within a line."""
    return _SPECIAL.sub(lambda found: "\\" + found.group(), text)


def escape_lines(markdown: str) -> str:
    """Return a paragraph so that none of its lines starts a heading, a list or a rule."""
    return _LINE_START.sub(lambda found: f"{found.group(1)}{found.group(2)}\\", markdown)


def plain_to_markdown(text: str) -> str:
    """Return plain text as Markdown paragraphs, keeping its line breaks."""
    lines = [escape_lines(escape_inline(line.strip())) for line in text.replace("\r\n", "\n").split("\n")]
    paragraphs = re.split(r"\n{2,}", "\n".join(lines).strip("\n"))
    return "\n\n".join(paragraph.replace("\n", "\\\n") for paragraph in paragraphs if paragraph)


def kept_address(address: str, resolve: Resolve) -> str | None:
    """Return an address that may stand in Markdown, None if it leads nowhere or is not harmless."""
    resolved = resolve(address.strip())
    scheme = _SCHEME.match(resolved) if resolved else None
    if resolved is None or scheme is None or scheme.group(1).lower() not in _KEPT_SCHEMES:
        return None
    return _UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()), resolved)


def resolve_in_markdown(markdown: str, resolve: Resolve) -> str:
    """Return Markdown with the addresses of its links resolved; what leads nowhere becomes plain text."""

    def replaced(found: re.Match[str]) -> str:
        address = kept_address(found.group(3), resolve)
        return f"{found.group(1)}[{found.group(2)}]({address})" if address else found.group(2)

    pieces = _CODE.split(markdown)
    return "".join(piece if place % 2 else _LINK.sub(replaced, piece) for place, piece in enumerate(pieces))
