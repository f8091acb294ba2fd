"""Tagged PDF (PDF/UA-1 and PDF/A-2a by the generator) from a Typst template and plain data.

Data reach a template as JSON: they are text there, never markup, so nothing a person typed can change the document.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

FONTS = Path(__file__).parent / "web" / "static" / "vendor" / "fonts-pdf"
STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]


@lru_cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


def typeset(template: Path, data: dict[str, Any]) -> bytes:
    """Set a template with its data; the same data give the same bytes. The template must state a date."""
    document: bytes = typst.compile(
        template.read_bytes(),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=[*STANDARDS],
    )
    return document
