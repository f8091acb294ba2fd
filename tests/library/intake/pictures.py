"""Scans made of real pages: the same pages as pictures, without any text."""

import random
from pathlib import Path

import pypdfium2
from PIL import Image, ImageFilter


def as_scan(
    source: Path, target: Path, *, pages: int = 100, blur: float = 0.0, dots: int = 200, turned: int = 0
) -> Path:
    """Draw the first pages of a PDF into a PDF of grey JPEG pictures, turned by so many degrees."""
    document = pypdfium2.PdfDocument(source)
    drawn = [_drawn(document, number, blur, dots) for number in range(min(pages, len(document)))]
    document.close()
    drawn = [image.rotate(turned, expand=True) for image in drawn]
    drawn[0].save(target, "PDF", resolution=dots, save_all=True, append_images=drawn[1:])
    return target


def _drawn(document: pypdfium2.PdfDocument, number: int, blur: float, dots: int) -> Image.Image:
    image = document[number].render(scale=dots / 72, grayscale=True).to_pil().convert("L")
    if blur:
        turn = random.Random(number).uniform(-0.4, 0.4)  # noqa: S311 - the same scan in every run
        image = image.rotate(turn, fillcolor=255).filter(ImageFilter.GaussianBlur(blur))
    return image
