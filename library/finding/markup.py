"""Parts of a text as safe markup: everything escaped, the words looked for in <mark>."""

from markupsafe import Markup, escape

from rmtc.search.snippets import Parts


def marked(parts: Parts) -> Markup:
    """Escape the parts of an extract and mark its hits."""
    return Markup("").join(Markup("<mark>{}</mark>").format(text) if is_hit else escape(text) for text, is_hit in parts)
