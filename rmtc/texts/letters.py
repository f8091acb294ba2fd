"""Letters that a text may hold, wherever it comes from."""

import re

NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What neither HTML nor PostgreSQL can hold, and nobody types: controls, halves of letters, non-characters."""


def without_controls(text: str) -> str:
    """The text without what no page can show."""
    return NOT_TEXT.sub("", text)


def on_one_line(name: str) -> str:
    """A name as a line of a report may hold it: what is not seen, breaks the line or turns its direction is a mark."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in name)
