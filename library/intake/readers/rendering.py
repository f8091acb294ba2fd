"""Draw pages of a PDF for text recognition: `python -m library.intake.readers.rendering FILE OUT_DIR PAGES LIMITS`.

PAGES are numbers from 1, joined by commas; page 7 becomes OUT_DIR/7.png, grey, at 200 dots an inch. A page that cannot
be drawn is left out. Runs only in a limited process of its own.
"""

import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

import pypdfium2

from library.intake.confinement import confine
from library.intake.outcomes import Limits
from library.intake.readers.pdf import open_document

DOTS_PER_INCH: Final = 200
_POINTS_PER_INCH: Final = 72
_MOST_PIXELS: Final = 40_000_000


def draw(document: pypdfium2.PdfDocument, number: int, target: Path) -> None:
    """Draw one page; huge ones with fewer dots, and of one on which nothing is to be seen an empty file."""
    page = document[number - 1]
    width, height = page.get_size()
    scale = min(DOTS_PER_INCH / _POINTS_PER_INCH, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    image = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil().convert("L")
    darkest, lightest = image.getextrema()
    if darkest == lightest:
        target.touch()
    else:
        image.save(target, "PNG", compress_level=1, dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    page.close()


def main(arguments: list[str]) -> int:
    """Run from the command line."""
    path, folder, pages, limits = arguments
    confine(Limits(**json.loads(limits)))
    document = open_document(path)
    for number in map(int, pages.split(",")):
        with suppress(pypdfium2.PdfiumError, OSError, ValueError, MemoryError):
            draw(document, number, Path(folder) / f"{number}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
