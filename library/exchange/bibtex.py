"""BibTeX for today's programs: UTF-8, the five signs that mean something escaped, bodies in braces of their own."""

from collections.abc import Iterator
from typing import Final

from library.exchange.described import Described, Maker
from library.exchange.highwire import institution

TYPES: Final = {"article": "article", "data": "misc", "video": "misc", "law": "misc"}
"""Types by kind; anything else is a report."""
LANGUAGES: Final = {
    "en": "english", "sr-Cyrl": "serbianc", "sr-Latn": "serbian", "sq": "albanian", "mk": "macedonian",
    "bs": "bosnian", "hr": "croatian", "sl": "slovene", "de": "german", "sv": "swedish", "fr": "french",
}  # fmt: skip
"""Names of languages as babel knows them."""
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex(one: Described) -> str:
    """A record as BibTeX."""
    kind = TYPES.get(one.kind, "techreport")
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in _fields(one, kind) if text)
    month = f"  month = {MONTHS[int(one.date[5:7]) - 1]},\n" if len(one.date) > len("2026") else ""
    return f"@{kind}{{rmtc-{one.number},\n{lines}{month}}}\n"


def _fields(one: Described, kind: str) -> Iterator[tuple[str, str]]:
    yield "author", " and ".join(_person(maker) for maker in one.makers)
    yield "title", f"{{{_safe(one.title)}}}"
    yield "year", one.year
    if kind == "techreport":
        yield "institution", f"{{{_safe(institution(one))}}}" if institution(one) else ""
    else:
        yield "publisher", _safe(one.publisher)
    yield "number", _safe(str(one.details.get("issue") or "") if kind == "article" else one.serial)
    if kind == "article":
        yield "journal", _safe(str(one.details.get("journal") or ""))
        yield "volume", _safe(str(one.details.get("volume") or ""))
        yield "pages", _safe(str(one.details.get("pages") or "")).replace("–", "-").replace("-", "--")
    yield "abstract", _safe(one.abstracts.get(one.language, ""))
    yield "keywords", _safe(", ".join(one.keywords(one.language)))
    yield "language", one.language
    yield "langid", LANGUAGES.get(one.language, "")
    yield "doi", one.identified("doi")
    yield "isbn", one.identified("isbn")
    yield "issn", one.identified("issn")
    yield "url", one.address


def _person(maker: Maker) -> str:
    return f"{{{_safe(maker.name)}}}" if maker.is_body else _safe(maker.name).replace(" and ", " {and} ")


def _safe(text: str) -> str:
    """A text on one line in which nothing is a command."""
    plain = " ".join(text.split()).replace("\\", "/").replace("{", "(").replace("}", ")")
    return "".join(f"\\{sign}" if sign in "&%$#_" else sign for sign in plain)
