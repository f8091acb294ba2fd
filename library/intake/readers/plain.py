"""Plain text in the encodings that are met in the region."""

from pathlib import Path

from library.intake.outcomes import Facts, Limits
from library.intake.readers.decoding import decode
from library.intake.readers.reading import Reading


def read(path: str, limits: Limits) -> Reading:
    """Read a text; form feeds part its pages."""
    text = decode(Path(path).read_bytes())[: limits.characters]
    pages = text.split("\f")[: limits.pages]
    return Reading(Facts("text", len(pages)), pages)
