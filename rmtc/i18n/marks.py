"""Marking texts for translation; apart from the catalogues, so that small processes need not load them."""


def mark(message: str) -> str:
    """Mark a text for translation that is looked up later, when the language is known."""
    return message
