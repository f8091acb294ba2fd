"""Parts of a text as safe markup: everything escaped, the words looked for in <mark>."""

from markupsafe import Markup, escape

from rmtc.search.snippets import Parts


def marked(parts: Parts) -> Markup:
    """Escape the parts of an extract and mark its hits."""
    written = [f"<mark>{escape(text)}</mark>" if is_hit else escape(text) for text, is_hit in parts]
    return Markup("".join(written))  # noqa: S704 escaped above
