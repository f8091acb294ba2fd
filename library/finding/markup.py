"""Parts of a text as safe markup: everything escaped, the words looked for in <mark>."""

from markupsafe import Markup, escape

from rmtc.search.snippets import Parts

_BEGIN, _END = "\x02", "\x03"
"""Around a hit while the whole is escaped; texts hold no control characters, and one that did would mark, no more."""


def marked(parts: Parts) -> Markup:
    """Escape the parts of an extract and mark its hits."""
    text = "".join([f"{_BEGIN}{text}{_END}" if is_hit else text for text, is_hit in parts])
    return Markup(str(escape(text)).replace(_BEGIN, "<mark>").replace(_END, "</mark>"))  # noqa: S704 escaped here
