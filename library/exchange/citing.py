"""Citations in words: APA, Chicago and ISO 690, set by citeproc-py in the reader's language."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

import nh3
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.formatter import html
from citeproc.source.json import CiteProcJSON
from markupsafe import Markup

from library.exchange.csl import csl
from library.exchange.described import Described

STYLES: Final = {"apa": "APA", "chicago": "Chicago", "iso690": "ISO 690"}
"""Styles by key, with the names people know them by."""
LOCALES: Final = {
    "en": "en-GB", "sr-Cyrl": "sr-Cyrl-RS", "sr-Latn": "sr-Latn-RS", "bs": "sr-Latn-RS", "cnr": "sr-Latn-RS",
    "hr": "hr-HR", "sl": "sl-SI", "de": "de-DE", "sv": "sv-SE", "fr": "fr-FR",
}  # fmt: skip
"""Locales of citeproc-py by language: always with the script, since "sr-RS" means Latin there; else English."""
SAID: Final = (
    "id",
    "type",
    "author",
    "issued",
    "title",
    "publisher",
    "number",
    "container-title",
    "volume",
    "issue",
    "page",
    "DOI",
    "ISBN",
    "URL",
)
_FOLDER: Final = Path(__file__).with_name("styles")
_DOUBLED: Final = re.compile(r"(?<!\.)\.\.(?!\.)")
_one_at_a_time: Final = Lock()


@dataclass(frozen=True)
class Cited:
    """A record cited in a style; `html` has emphasis and nothing else."""

    style: str
    html: Markup


def citations(one: Described, language: str) -> list[Cited]:
    """A record cited in every style."""
    return [Cited(name, cite(one, key, language)) for key, name in STYLES.items()]


def cite(one: Described, style: str, language: str) -> Markup:
    """A record cited in a style for a reader of a language, as HTML with emphasis only."""
    whole = csl(one)
    known = {field: text for field, text in whole.items() if field in SAID}
    with _one_at_a_time:  # a style keeps what it is setting
        return _set(_style(style, LOCALES.get(language, LOCALES["en"])), known)


def _set(style: Any, known: dict[str, Any]) -> Markup:
    bibliography = CitationStylesBibliography(style, CiteProcJSON([known]), html)
    bibliography.register(Citation([CitationItem(known["id"])]))
    text = "".join(str(part) for part in bibliography.bibliography()[0])
    # The processor doubles a full stop where a title or a name ends with one.
    safe = nh3.clean(_DOUBLED.sub(".", text), tags={"i", "b"}, attributes={}).strip()
    return Markup(safe)  # noqa: S704 - just cleaned


@cache
def _style(key: str, locale: str) -> Any:
    return CitationStylesStyle(str(_FOLDER / f"{key}.csl"), locale=locale, validate=False)
